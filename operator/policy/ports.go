package policy

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// httpsPort is what providers and buckets are asked on where their URL says
// nothing else.
const httpsPort = 443

// EgressPorts are the TCP ports that a Tenant's pods have to reach anywhere, as
// far as the platform admin says so: those that are open for every tenant, and
// those of the provider and the bucket that the Tenant names. What the agency's
// IT writes opens none, or the IT could widen the network policy.
func EgressPorts(t *v1alpha1.Tenant, open []int32) []int32 {
	ports := append([]int32{httpsPort}, open...)
	ports = append(ports, signInPort(t.Spec.SignIn))
	if i := t.Spec.Instance; i != nil {
		ports = append(ports, signInPort(i.SignIn), evidencePort(i.Evidence))
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

// ClosedPorts warns of a provider or a bucket that the network policy keeps an
// Instance from.
func ClosedPorts(i *v1alpha1.Instance, t *v1alpha1.Tenant, open []int32) Warnings {
	ports := EgressPorts(t, open)
	var all Warnings
	for _, c := range []struct {
		path *field.Path
		port int32
	}{
		{spec.Child("signIn", "issuer"), signInPort(i.Spec.SignIn)},
		{spec.Child("evidence", "bucket", "url"), evidencePort(i.Spec.Evidence)},
	} {
		if !slices.Contains(ports, c.port) {
			all = append(all, fmt.Sprintf("%s: port %d is not one that pods of tenants may reach (%v); ask the platform admin to open it", c.path, c.port, ports))
		}
	}
	return all
}

func signInPort(s *v1alpha1.SignIn) int32 {
	if s == nil {
		return httpsPort
	}
	return portOf(s.Issuer)
}

func evidencePort(e *v1alpha1.Evidence) int32 {
	if e == nil {
		return httpsPort
	}
	return portOf(e.Bucket.URL)
}

// portOf is the port that a URL names, or means. One that cannot be read means
// none of its own: the server says what is wrong with it.
func portOf(text string) int32 {
	u, err := url.Parse(text)
	if err != nil {
		return httpsPort
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err == nil && port > 0 {
		return int32(port)
	}
	if insecure, _ := strconv.ParseBool(u.Query().Get("insecure")); insecure {
		return 80
	}
	return httpsPort
}
