package policy

import "strings"

// HostAllowed reports whether a host is one of the allowed, or matches a
// wildcard there. A wildcard stands for one label, as it does in certificates.
func HostAllowed(host string, allowed []string) bool {
	for _, a := range allowed {
		if covers(a, host) {
			return true
		}
	}
	return false
}

// overlap reports whether some host is allowed by both: the same name, the same
// wildcard, or a name that the other's wildcard covers. Wildcards of different
// depth never meet.
func overlap(a, b string) bool { return covers(a, b) || covers(b, a) }

// covers reports whether every host that b stands for is one that a stands for.
func covers(a, b string) bool {
	if a == b {
		return true
	}
	domain, wild := strings.CutPrefix(a, "*.")
	if !wild || strings.HasPrefix(b, "*.") {
		return false
	}
	label, rest, ok := strings.Cut(b, ".")
	return ok && label != "" && rest == domain
}
