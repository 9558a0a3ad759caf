package rule

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// The roles and scopes that change what belongs to reports.
var (
	reporters    = []viewer.Role{viewer.RoleReporter}
	reviewers    = []viewer.Role{viewer.RoleReviewer}
	coordinators = []viewer.Role{viewer.RoleCoordinator}
	admins       = []viewer.Role{viewer.RoleAdmin}
	atWork       = []viewer.Role{viewer.RoleReporter, viewer.RoleReviewer, viewer.RoleCoordinator}

	working      = []viewer.Scope{viewer.ScopeEdit, viewer.ScopeSubmit, viewer.ScopeReview, viewer.ScopeCoordinate}
	coordinating = []viewer.Scope{viewer.ScopeCoordinate}
	// personally names no scope: machine tokens may not, whatever their role.
	personally = []viewer.Scope{""}
)

// Figures is the policy of figures.
func Figures() ent.Policy {
	return policy(reading(figuresSeen), writing{adds: atWork, measures: true, scopes: working,
		changes: func(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
			return sql.Or(Reached(v, s.C("agency_id"), atWork...), measured(v, s.C("indicator_id")))
		}})
}

// Submissions is the policy of reports.
func Submissions() ent.Policy {
	return policy(reading(submissionsSeen), writing{adds: reporters, scopes: working,
		changes: func(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
			return sql.Or(Reached(v, s.C("agency_id"), atWork...), reportsMeasured(v, s, s.C("id")))
		}})
}

// Narratives is the policy of texts.
func Narratives() ent.Policy {
	return policy(reading(narrativesSeen), writing{adds: []viewer.Role{viewer.RoleReporter, viewer.RoleCoordinator}, scopes: working,
		changes: func(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
			return sql.Or(
				Reached(v, s.C("agency_id"), viewer.RoleReporter, viewer.RoleCoordinator),
				Reached(v, s.C("routed_to_id"), atWork...))
		}})
}

// Reviews is the policy of the steps in the life of a report.
func Reviews() ent.Policy {
	return policy(reading(partsSeen), writing{adds: atWork, measures: true, scopes: working})
}

// Attachments is the policy of what a reporter adds to a report.
func Attachments() ent.Policy {
	return policy(reading(attachmentsSeen), writing{adds: reporters, scopes: working})
}

// Windows is the policy of reporting windows: coordinators change the dates.
// That a coordinator's roles reach everybody concerned is for the service to
// find out.
func Windows() ent.Policy {
	return policy(reading(everything), writing{scopes: coordinating,
		changes: func(v viewer.Viewer, _ *sql.Selector) *sql.Predicate {
			if v.Has(coordinators...) {
				return sql.Not(sql.False()) // ent changes no row by no condition at all
			}
			return sql.False()
		}})
}

// WindowChanges is the policy of changes to windows.
func WindowChanges() ent.Policy { return policy(reading(windowChangesSeen), byCoordinator{}) }

// Events is the policy of the record: it is written by the instance.
func Events() ent.Policy { return policy(reading(eventsSeen), nil) }

// People is the policy of names: they come from the sign-in provider.
func People() ent.Policy { return policy(reading(peopleSeen), nil) }

// Grants is the policy of roles.
func Grants() ent.Policy {
	return policy(reading(grantsSeen), writing{adds: admins, changes: administered, scopes: personally})
}

// Delegations is the policy of lent roles.
func Delegations() ent.Policy {
	return policy(reading(delegationsSeen), lending{})
}

// Administration is the policy of what administrators of an agency keep.
func Administration() ent.Policy {
	return policy(reading(administered), writing{adds: admins, changes: administered, scopes: personally})
}
