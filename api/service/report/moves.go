package report

import (
	"slices"

	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A move is something that can be done with a report: by whom, and where the
// report may stand. This table is the only place that says so.
type move struct {
	action SubmissionAction
	// from is where the report may stand.
	from []submission.Status
	// roles may do it at an agency they reach; measures says that who measures a
	// figure may do it to that figure.
	roles    []viewer.Role
	measures bool
	// scope is what a machine token needs.
	scope viewer.Scope
	// inTime says that the window has to be open for the agency; what was
	// reopened may be changed and submitted after its lock.
	inTime bool
	// needs looks at the figures; nil where the status says it all.
	needs need
}

var (
	draft, submitted, returned, approved = submission.StatusDRAFT, submission.StatusSUBMITTED, submission.StatusRETURNED, submission.StatusAPPROVED

	moves = []move{
		{Edit, []submission.Status{draft, returned, approved}, []viewer.Role{viewer.RoleReporter}, false, viewer.ScopeEdit, true, nil},
		{Submit, []submission.Status{draft, returned, approved}, []viewer.Role{viewer.RoleReporter}, false, viewer.ScopeSubmit, true, somethingToSubmit},
		{Withdraw, []submission.Status{submitted}, []viewer.Role{viewer.RoleReporter}, false, viewer.ScopeSubmit, false, nothingDecided},
		{Return, []submission.Status{submitted, returned}, []viewer.Role{viewer.RoleReviewer}, true, viewer.ScopeReview, false, somethingWaits},
		{Approve, []submission.Status{submitted, returned}, []viewer.Role{viewer.RoleReviewer}, true, viewer.ScopeReview, false, somethingWaits},
		{Reopen, []submission.Status{submitted, returned, approved}, []viewer.Role{viewer.RoleReviewer, viewer.RoleCoordinator}, true, viewer.ScopeReview, false, somethingInForce},
		{Revise, []submission.Status{submitted, approved}, []viewer.Role{viewer.RoleReporter}, false, viewer.ScopeEdit, false, somethingToRevise},
	}
)

// moveOf returns the rules of an action.
func moveOf(action SubmissionAction) move {
	return moves[slices.IndexFunc(moves, func(m move) bool { return m.action == action })]
}
