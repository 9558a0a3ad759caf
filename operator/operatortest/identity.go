package operatortest

import (
	"testing"

	"github.com/stretchr/testify/require"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// Operator returns a configuration for the operator's own identity, which may do
// what the shipped role lets it do and nothing else.
func (c *Cluster) Operator(t testing.TB) *rest.Config {
	t.Helper()
	return c.config(t, Identity, "system:serviceaccounts", "system:serviceaccounts:"+Namespace)
}

// As returns a client for somebody in groups.
func (c *Cluster) As(t testing.TB, user string, groups ...string) client.Client {
	t.Helper()
	made, err := client.New(c.config(t, user, groups...), client.Options{Scheme: Scheme()})
	require.NoError(t, err)
	return made
}

func (c *Cluster) config(t testing.TB, user string, groups ...string) *rest.Config {
	t.Helper()
	added, err := c.env.ControlPlane.AddUser(envtest.User{Name: user, Groups: append(groups, "system:authenticated")}, nil)
	require.NoError(t, err)
	config := rest.CopyConfig(added.Config())
	config.QPS, config.Burst = -1, -1
	return config
}
