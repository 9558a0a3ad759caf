package plan

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// entity is how the rows of one type are read, wanted and written.
type entity struct {
	name string
	// versioned rows are superseded, never changed.
	versioned bool
	// read adds the rows of the database that a bundle may speak of.
	read func(ctx context.Context, client *db.Client, s *state) error
	// want lists the rows of the bundle. It may not touch the database.
	want func(b *bundle.Bundle, n *names) []record
	// pair joins rows that are the same although a part of their key changed; nil
	// where keys never change.
	pair func(want, have []record)
	// write carries out the steps, which are all of this entity and never Keep.
	write func(ctx context.Context, w *writer, steps []step) error
}

// entities are in the order in which rows depend on each other: what a row
// refers to comes first, or is of its own entity.
var entities = []entity{
	{name: db.TypeAgency, read: readAgencies, want: wantAgencies, write: writeAgencies},
	{name: db.TypeAgencyMembership, read: readMemberships, want: wantMemberships, write: writeMemberships},
	{name: db.TypeLegalDocument, read: readDocuments, want: wantDocuments, write: writeDocuments},
	{name: db.TypeAgencySuccession, read: readSuccessions, want: wantSuccessions, write: writeSuccessions},
	{name: db.TypePlan, read: readPlans, want: wantPlans, write: writePlans},
	{name: db.TypeIndicator, read: readIndicators, want: wantIndicators, write: writeIndicators},
	{name: db.TypeTarget, versioned: true, read: readTargets, want: wantTargets, write: writeTargets},
	{name: db.TypeTask, read: readTasks, want: wantTasks, write: writeTasks},
	{name: db.TypeAssignment, read: readAssignments, want: wantAssignments, write: writeAssignments},
	{name: db.TypeReportingWindow, read: readWindows, want: wantWindows, write: writeWindows},
	{name: db.TypeFigure, versioned: true, read: readFigures, want: wantFigures, pair: pairFigures, write: writeFigures},
}

// changes compares a bundle with the state of the database, entity by entity.
func changes(b *bundle.Bundle, s *state) ([]step, error) {
	var all []step
	for _, e := range entities {
		want, have := e.want(b, s.names), s.rows[e.name]
		if e.pair != nil {
			e.pair(want, have)
		}
		steps, err := compare(e, want, have, s.names)
		if err != nil {
			return nil, err
		}
		s.wanted[e.name] = len(want)
		all = append(all, steps...)
	}
	return all, nil
}
