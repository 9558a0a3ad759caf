package policy

import (
	"fmt"

	"github.com/Masterminds/semver/v3"
)

// versionFault says why a version is none that a range allows; empty where it is.
// A range that cannot be read allows nothing.
func versionFault(version, allowed string) string {
	v, err := semver.StrictNewVersion(version)
	if err != nil {
		return "expected a version such as 1.2.0 or 1.3.0-rc.1 (three numbers without leading zeros)"
	}
	if allowed == "" {
		return ""
	}
	within, err := semver.NewConstraint(allowed)
	switch {
	case err != nil:
		return fmt.Sprintf("expected a version within the Tenant's allowed.versions, and %q is no range of versions", allowed)
	case within.Check(v):
		return ""
	case v.Prerelease() != "":
		return fmt.Sprintf("expected a version within the Tenant's allowed.versions %q; a range takes pre-releases only where a bound of it is one, as in \">=1.0.0-0\"", allowed)
	}
	return fmt.Sprintf("expected a version within the Tenant's allowed.versions %q", allowed)
}

// older reports whether a version comes before another. What is no version comes
// before none.
func older(version, other string) bool {
	v, err := semver.StrictNewVersion(version)
	if err != nil {
		return false
	}
	o, err := semver.StrictNewVersion(other)
	return err == nil && v.LessThan(o)
}
