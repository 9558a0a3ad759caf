package main

import (
	"log/slog"
	"net/netip"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/tiendo-vn/tiendo/operator/setup"
)

// runCommand holds the flags of a running operator.
type runCommand struct {
	Namespace              string         `required:"" env:"POD_NAMESPACE" help:"The operator's own namespace, where the secrets of database servers are."`
	MetricsBindAddress     string         `default:":8080" help:"Address of /metrics; 0 for none."`
	HealthProbeBindAddress string         `default:":8081" help:"Address of /healthz and /readyz; 0 for none."`
	WebhookPort            int            `default:"9443" help:"Port of the webhooks."`
	WebhookCertDir         string         `help:"Folder with tls.crt and tls.key of the webhooks; none where left out."`
	LeaderElect            bool           `help:"Let one of several replicas work at a time."`
	IngressNamespaces      []string       `help:"Namespaces of ingress controllers and Gateways, which network policies let in."`
	MonitoringNamespaces   []string       `help:"Namespaces of Prometheus, which network policies let in."`
	CloudNativePGNamespace string         `name:"cloudnativepg-namespace" default:"cnpg-system" help:"Namespace of CloudNativePG's operator, which network policies let in."`
	EgressPorts            []int32        `help:"TCP ports, besides 443, that pods of tenants may reach anywhere."`
	TrustedProxies         []netip.Prefix `help:"Ranges of the ingress controllers' pods, such as 10.244.0.0/16: servers take their word for which client of the public asks."`
	Concurrency            int            `default:"8" help:"Instances worked on at once."`
	QPS                    float32        `name:"kube-api-qps" default:"200" help:"Requests to the API server per second."`
	LogLevel               slog.Level     `default:"info" help:"Least severe level to log: debug, info, warn or error."`
}

// Run runs the operator until it is told to stop.
func (cmd runCommand) Run() error {
	logger := logr.FromSlogHandler(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: cmd.LogLevel}))
	ctrl.SetLogger(logger)
	klog.SetLogger(logger)
	config, err := ctrl.GetConfig()
	if err != nil {
		return err
	}
	config.UserAgent = "tiendo-operator/" + release
	config.QPS, config.Burst = cmd.QPS, int(2*cmd.QPS)
	manager, err := setup.Manager(config, setup.Options{
		Namespace:      cmd.Namespace,
		MetricsAddress: cmd.MetricsBindAddress, HealthAddress: cmd.HealthProbeBindAddress,
		WebhookPort: cmd.WebhookPort, WebhookCertDir: cmd.WebhookCertDir, LeaderElect: cmd.LeaderElect,
		IngressNamespaces: cmd.IngressNamespaces, MonitoringNamespaces: cmd.MonitoringNamespaces,
		CloudNativePGNamespace: cmd.CloudNativePGNamespace, EgressPorts: cmd.EgressPorts,
		TrustedProxies: cmd.TrustedProxies,
		Concurrency:    cmd.Concurrency, Logger: logger,
	})
	if err != nil {
		return err
	}
	logger.Info("starting", "version", release, "namespace", cmd.Namespace)
	return manager.Start(ctrl.SetupSignalHandler())
}
