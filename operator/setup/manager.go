package setup

import (
	"crypto/tls"
	"errors"

	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/config"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"

	"github.com/tiendo-vn/tiendo/operator/controllers/databaseserver"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
	"github.com/tiendo-vn/tiendo/operator/webhooks"
)

// Manager returns the operator, ready to be started.
func Manager(c *rest.Config, o Options) (ctrl.Manager, error) {
	scheme, err := Scheme()
	if err != nil {
		return nil, err
	}
	options := ctrl.Options{
		Scheme:                        scheme,
		Cache:                         cacheOptions(o.Namespace),
		Logger:                        o.Logger,
		Metrics:                       server.Options{BindAddress: o.MetricsAddress},
		HealthProbeBindAddress:        o.HealthAddress,
		LeaderElection:                o.LeaderElect,
		LeaderElectionID:              "tiendo-operator",
		LeaderElectionNamespace:       o.Namespace,
		LeaderElectionReleaseOnCancel: true,
		Controller:                    config.Controller{SkipNameValidation: &o.SkipNameValidation},
	}
	if o.WebhookCertDir != "" {
		options.WebhookServer = webhook.NewServer(webhook.Options{
			Port: o.WebhookPort, CertDir: o.WebhookCertDir, TLSOpts: []func(*tls.Config){webhookTLS},
		})
	}
	m, err := ctrl.NewManager(c, options)
	if err != nil {
		return nil, err
	}
	return m, errors.Join(addControllers(m, o), addWebhooks(m, o), addProbes(m, o))
}

func addControllers(m ctrl.Manager, o Options) error {
	applier := &reconcile.Applier{Client: m.GetClient(), Live: m.GetAPIReader()}
	databases := &database.Client{Observe: observeDatabase}
	asks := o.Answers
	if asks == nil {
		asks = answers
	}
	instances := &instance.Reconciler{
		Client: m.GetClient(), Live: m.GetAPIReader(), Applier: applier, Recorder: m.GetEventRecorder("tiendo-operator"),
		Namespace: o.Namespace, Databases: databases, Answers: asks, Metrics: gauges{}, TrustedProxies: o.TrustedProxies,
	}
	tenants := &tenant.Reconciler{
		Client: m.GetClient(), Live: m.GetAPIReader(), Applier: applier, Recorder: m.GetEventRecorder("tiendo-operator"), Metrics: gauges{},
		Network: tenant.Network{
			Operator: o.Namespace, Ingress: o.IngressNamespaces, Monitoring: o.MonitoringNamespaces,
			CloudNativePG: o.CloudNativePGNamespace, EgressPorts: o.EgressPorts,
		},
	}
	servers := &databaseserver.Reconciler{
		Client: m.GetClient(), Recorder: m.GetEventRecorder("tiendo-operator"), Namespace: o.Namespace, Databases: databases,
	}
	return errors.Join(
		servers.SetupWithManager(m, controller.Options{MaxConcurrentReconciles: o.concurrency()}),
		tenants.SetupWithManager(m, controller.Options{MaxConcurrentReconciles: o.concurrency()}),
		instances.SetupWithManager(m, controller.Options{MaxConcurrentReconciles: o.concurrency()}),
	)
}

func addWebhooks(m ctrl.Manager, o Options) error {
	if o.WebhookCertDir == "" {
		return nil
	}
	return webhooks.Register(m, webhooks.Options{Client: m.GetClient(), Live: m.GetAPIReader(), EgressPorts: o.EgressPorts})
}

func addProbes(m ctrl.Manager, o Options) error {
	ready := healthz.Ping
	if o.WebhookCertDir != "" {
		ready = m.GetWebhookServer().StartedChecker()
	}
	return errors.Join(m.AddHealthzCheck("ping", healthz.Ping), m.AddReadyzCheck("webhooks", ready))
}
