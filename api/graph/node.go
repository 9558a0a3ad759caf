package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencysuccession"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/delegation"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/evidence"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/machinetoken"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/db/task"
	"github.com/tiendo-vn/tiendo/ent/db/waiver"
	"github.com/tiendo-vn/tiendo/ent/db/webhook"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// tables are where the rows of the types are.
var tables = map[string]string{
	"Agency": agency.Table, "AgencySuccession": agencysuccession.Table, "LegalDocument": legaldocument.Table,
	"Plan": plan.Table, "Indicator": indicator.Table, "Target": target.Table, "Task": task.Table,
	"Assignment": assignment.Table, "ReportingWindow": reportingwindow.Table, "Submission": submission.Table,
	"Figure": figure.Table, "Narrative": narrative.Table, "Person": person.Table,
	"Review": review.Table, "Waiver": waiver.Table, "Evidence": evidence.Table, "WindowChange": windowchange.Table,
	"RoleGrant": rolegrant.Table, "Delegation": delegation.Table, "MachineToken": machinetoken.Table,
	"Event": event.Table, "Job": job.Table, "Webhook": webhook.Table,
}

// node returns what an id names, or nil: what may not be seen looks like what
// does not exist.
func (r *queryResolver) node(ctx context.Context, id gid.ID) (db.Noder, error) {
	n, err := r.Client.Noder(ctx, id.Key, db.WithFixedNodeType(tables[id.Type]))
	if db.IsNotFound(err) {
		return nil, nil
	}
	return n, err
}

// nodes returns what the ids name, in their order: one statement a type.
func (r *queryResolver) nodes(ctx context.Context, ids []*gid.ID) ([]db.Noder, error) {
	if len(ids) > page.Max {
		return nil, &page.Error{Code: page.BadSize, Argument: "ids", Size: len(ids)}
	}
	found := make([]db.Noder, len(ids))
	byType := map[string][]int{}
	for n, id := range ids {
		byType[id.Type] = append(byType[id.Type], n)
	}
	for typ, at := range byType {
		keys := make([]uuid.UUID, len(at))
		for n, i := range at {
			keys[n] = ids[i].Key
		}
		nodes, err := r.Client.Noders(ctx, keys, db.WithFixedNodeType(tables[typ]))
		if db.IsNotFound(err) {
			continue // a list of one says so by an error
		}
		if err != nil {
			return nil, err
		}
		for n, i := range at {
			found[i] = nodes[n]
		}
	}
	return found, nil
}

// optional turns not found into null.
func optional[T any](row *T, err error) (*T, error) {
	if db.IsNotFound(err) {
		return nil, nil
	}
	return row, err
}

// globalID is the answer of every id field.
func globalID(typ string, key uuid.UUID) (*gid.ID, error) {
	id := gid.Of(typ, key)
	return &id, nil
}
