package desired_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

// The operator knows the server's settings by name alone. That the server knows
// them too, and finds nothing wrong between them, is tried on the server's own
// loader.
func TestTheServerTakesItsSettings(t *testing.T) {
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			i := instance(change)
			for _, job := range []*corev1ac.PodTemplateSpecApplyConfiguration{desired.MigrationJob(i).Spec.Template, desired.PlanJob(i).Spec.Template} {
				c, err := config.Load(config.FromEnvironment(environment(t, job)))
				require.NoError(t, err)
				assert.Equal(t, "postgres://u@pg:5432/d", string(c.DatabaseURL))
			}
			c, err := config.Load(config.FromEnvironment(environment(t, desired.Deployment(i).Spec.Template)))
			require.NoError(t, err)
			require.NoError(t, c.CheckServe())
			assert.Equal(t, ":8080", c.Listen)
			assert.Equal(t, desired.URL(i), c.BaseURL())
			assert.Equal(t, i.SignIn == nil, c.Auth.Issuer == "")
			assert.ElementsMatch(t, i.TrustedProxies, c.HTTP.Proxies())
			assert.Less(t, c.HTTP.ShutdownDelay+c.HTTP.ShutdownGrace, time.Duration(*desired.Deployment(i).Spec.Template.Spec.TerminationGracePeriodSeconds)*time.Second)
		})
	}
}

// environment is that of a pod, with its folders somewhere else.
func environment(t *testing.T, pod *corev1ac.PodTemplateSpecApplyConfiguration) []string {
	t.Helper()
	root := t.TempDir()
	folder := filepath.Join(root, "run/secrets/tiendo/database")
	require.NoError(t, os.MkdirAll(folder, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "url"), []byte("postgres://u@pg:5432/d\n"), 0o400))
	var environment []string
	for _, env := range pod.Spec.Containers[0].Env {
		value := *env.Value
		if strings.HasPrefix(value, "/run/") {
			value = root + value
		}
		environment = append(environment, *env.Name+"="+value)
	}
	return environment
}

// Every file that a setting names is in a volume of the pod.
func TestEveryFileIsMounted(t *testing.T) {
	for name, change := range cases {
		i := instance(change)
		for _, pod := range []*corev1ac.PodTemplateSpecApplyConfiguration{
			desired.Deployment(i).Spec.Template, desired.MigrationJob(i).Spec.Template, desired.PlanJob(i).Spec.Template,
		} {
			container := pod.Spec.Containers[0]
			volumes, mounts := map[string]bool{}, map[string]bool{}
			for _, v := range pod.Spec.Volumes {
				volumes[*v.Name] = true
			}
			for _, m := range container.VolumeMounts {
				assert.True(t, volumes[*m.Name], "%s: volume %s", name, *m.Name)
				assert.Equal(t, *m.MountPath != "/tmp", m.ReadOnly != nil && *m.ReadOnly, "%s: %s", name, *m.MountPath)
				mounts[*m.MountPath] = true
			}
			assert.Len(t, volumes, len(mounts), name)
			for _, env := range container.Env {
				if strings.HasPrefix(*env.Value, "/run/") {
					assert.True(t, mounts[filepath.Dir(*env.Value)], "%s: %s=%s", name, *env.Name, *env.Value)
				}
			}
			if last := container.Args[len(container.Args)-1]; strings.HasPrefix(last, "/") {
				assert.True(t, mounts[last], "%s: %s", name, last)
			}
		}
	}
}

// Go's collector hears of a limit below the one that kills.
func TestMemoryLimitOfTheCollector(t *testing.T) {
	pod := desired.Deployment(instance()).Spec.Template
	assert.Equal(t, "483183819", variable(pod, "GOMEMLIMIT"))
	pod = desired.Deployment(instance(func(i *desired.Instance) { i.Resources.Limits = nil })).Spec.Template
	assert.Empty(t, variable(pod, "GOMEMLIMIT"))
}
