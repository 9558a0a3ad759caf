//go:build e2e

package e2e_test

import (
	"testing"

	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/go-logr/logr"
)

// A scenario is what is tried on a cluster where three agencies are served.
type scenario struct {
	name string
	try  func(t *testing.T, w *world)
}

// scenarios go from what changes little to what ends things: each leaves what the
// next ones need.
var scenarios = []scenario{
	{"every agency gets an answer", everyAgencyGetsAnAnswer},
	{"lists show what people look for", listsShowWhatPeopleLookFor},
	{"agencies cannot cross into each other", agenciesCannotCross},
	{"the operator cannot reach beyond tenants", theOperatorStaysWithTenants},
	{"pods and network keep to their bounds", podsAndNetworkKeepToTheirBounds},
	{"wrong input is refused with a sentence", wrongInputIsRefused},
	{"an upgrade loses no request", anUpgradeLosesNoRequest},
	{"a broken version leaves the old one serving", aBrokenVersionLeavesTheOldOneServing},
	{"rotating a password loses no request", rotatingLosesNoRequest},
	{"a missing secret is named until it is there", aMissingSecretIsNamed},
	{"a quota that is full is named", aFullQuotaIsNamed},
	{"another operator takes over", anotherOperatorTakesOver},
	{"without the operator instances go on", withoutTheOperatorInstancesGoOn},
	{"a deleted instance leaves its data", aDeletedInstanceLeavesItsData},
	{"a deletion that is confirmed leaves nothing", aConfirmedDeletionLeavesNothing},
	{"a new installation takes up what runs", aNewInstallationTakesUpWhatRuns},
	{"losing the kinds stops nobody", losingTheKindsStopsNobody},
}

func TestE2E(t *testing.T) {
	ctrl.SetLogger(logr.Discard()) // clients of this process have nothing to tell
	w := begin(t)
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			w.telling(t)
			s.try(t, w)
		})
	}
}
