package setup

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
)

// Metrics beside those of controller-runtime, which tell how long passes take, how
// many fail, and how long the queues are.
var (
	tenantReady = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "tiendo_tenant_ready", Help: "1 where the Tenant is ready, else 0.",
	}, []string{"tenant"})
	instanceReady = prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "tiendo_instance_ready", Help: "1 where the Instance is ready, else 0.",
	}, []string{"namespace", "instance"})
	databaseSeconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "tiendo_database_operation_seconds",
		Help:    "How long operations on database servers took, by operation and how they ended.",
		Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120},
	}, []string{"operation", "result"})
)

func init() {
	metrics.Registry.MustRegister(tenantReady, instanceReady, databaseSeconds)
}

// observeDatabase takes down an operation on a database server.
func observeDatabase(operation, result string, took time.Duration) {
	databaseSeconds.WithLabelValues(operation, result).Observe(took.Seconds())
}

// gauges show how Tenants and Instances are.
type gauges struct{}

// InstanceReady says whether an Instance is ready.
func (gauges) InstanceReady(namespace, name string, ready bool) {
	instanceReady.WithLabelValues(namespace, name).Set(number(ready))
}

// InstanceGone says that an Instance is no more.
func (gauges) InstanceGone(namespace, name string) { instanceReady.DeleteLabelValues(namespace, name) }

// TenantReady says whether a Tenant is ready.
func (gauges) TenantReady(name string, ready bool) {
	tenantReady.WithLabelValues(name).Set(number(ready))
}

// TenantGone says that a Tenant is no more.
func (gauges) TenantGone(name string) { tenantReady.DeleteLabelValues(name) }

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
