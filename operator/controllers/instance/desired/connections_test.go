package desired_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

func TestConnectionsOfAServer(t *testing.T) {
	for name, tc := range map[string]struct {
		replicas    desired.Replicas
		connections int32
		kind        desired.DatabaseKind
		want        string
	}{
		"two of fifty":                           {desired.Replicas{Min: 2}, 50, desired.DatabaseShared, "14"},
		"autoscaling up to six":                  {desired.Replicas{Min: 2, Max: 6}, 50, desired.DatabaseShared, "5"},
		"one with plenty":                        {desired.Replicas{Min: 1}, 500, desired.DatabaseShared, "20"},
		"so many that each has too few":          {desired.Replicas{Min: 50}, 50, desired.DatabaseShared, "4"},
		"a database nobody has said anything of": {desired.Replicas{Min: 2}, 0, desired.DatabaseExternal, ""},
		"a cluster of its own":                   {desired.Replicas{Min: 2, Max: 9}, 0, desired.DatabaseCloudNativePG, "13"},
	} {
		t.Run(name, func(t *testing.T) {
			d := desired.Deployment(instance(func(i *desired.Instance) {
				i.Replicas, i.Database.Connections, i.Database.Kind = tc.replicas, tc.connections, tc.kind
			}))
			assert.Equal(t, tc.want, variable(d.Spec.Template, "TIENDO_DATABASE_MAX_OPEN"))
		})
	}
}

// All servers, one more during an upgrade, and a Job are at it at once at worst.
func TestAllTogetherStayWithinTheirConnections(t *testing.T) {
	for servers := int32(1); servers <= 8; servers++ {
		i := instance(func(i *desired.Instance) { i.Replicas.Min = servers })
		pool, err := strconv.Atoi(variable(desired.Deployment(i).Spec.Template, "TIENDO_DATABASE_MAX_OPEN"))
		assert.NoError(t, err)
		job, err := strconv.Atoi(variable(desired.MigrationJob(i).Spec.Template, "TIENDO_DATABASE_MAX_OPEN"))
		assert.NoError(t, err)
		assert.LessOrEqual(t, int(servers+1)*(pool+1)+job, int(i.Database.Connections), "%d servers", servers)
	}
}

// variable is the value of a variable of the environment; empty where it is not
// set.
func variable(pod *corev1ac.PodTemplateSpecApplyConfiguration, name string) string {
	for _, env := range pod.Spec.Containers[0].Env {
		if *env.Name == name {
			return *env.Value
		}
	}
	return ""
}
