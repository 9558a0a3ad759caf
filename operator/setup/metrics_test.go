package setup_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

func TestMetricsTellHowTenantsAndTheWorkAre(t *testing.T) {
	c := operatortest.Get(t)
	tenant := &v1alpha1.Tenant{ObjectMeta: metav1.ObjectMeta{Name: "measured"}, Spec: v1alpha1.TenantSpec{
		AgencyCode: "ha-giang", Cloud: v1alpha1.Cloud{Type: v1alpha1.CloudCentral},
		Allowed: v1alpha1.Allowed{Registries: []string{"registry.example/tiendo"}},
	}}
	require.NoError(t, c.Client.Create(t.Context(), tenant))
	r := start(t, c)
	defer r.stop()
	for _, want := range []string{
		`tiendo_tenant_ready{tenant="measured"} 1`,
		`controller_runtime_reconcile_time_seconds_count{controller="tenant"}`,
		`controller_runtime_reconcile_errors_total{controller="instance"`,
		`workqueue_depth{controller="tenant"`,
		`leader_election_master_status{name="tiendo-operator"} 1`,
	} {
		operatortest.Eventually(t, func() error {
			text := metricsOf(t, r)
			if !strings.Contains(text, want) {
				return operatortest.NotYet("%s in:\n%s", want, text)
			}
			return nil
		})
	}
}

func metricsOf(t *testing.T, r replica) string {
	t.Helper()
	response, err := http.Get("http://" + r.metrics + "/metrics")
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return string(text)
}
