package service

import (
	"entgo.io/contrib/entgql"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// AgencyProgress is how far one agency is in a window, counted in figures.
type AgencyProgress struct {
	// The agency.
	Agency *db.Agency
	// Owed.
	Owed int
	// Entered, not submitted.
	Drafted int
	// Waiting for review.
	Submitted int
	// Sent back.
	Returned int
	// Approved.
	Approved int
	// Submitted or approved, in a report that came late.
	Late int
	// Owed and neither submitted nor approved.
	Missing int
}

// AgencyProgressConnection is agencies and how far they are, page by page.
type AgencyProgressConnection struct {
	// The page.
	Edges []*AgencyProgressEdge
	// Information about the page.
	PageInfo *page.Info
	// How many there are in all.
	TotalCount int
}

// AgencyProgressEdge is an agency and how far it is.
type AgencyProgressEdge struct {
	// How far it is.
	Node *AgencyProgress
	// Position of the edge.
	Cursor page.Cursor
}

// AgencyProgressOrder is order of agencies in the progress of a window.
type AgencyProgressOrder struct {
	// By what.
	Field AgencyProgressOrderField
	// In which direction.
	Direction entgql.OrderDirection
}

// AgencyProgressOrderField is by what agencies are ordered in the progress of a window; ties by code.
type AgencyProgressOrderField string

// The values.
const (
	// By the code of the agency.
	AgencyProgressOrderFieldCode AgencyProgressOrderField = "CODE"
	// By what is owed.
	AgencyProgressOrderFieldOwed AgencyProgressOrderField = "OWED"
	// By what is approved.
	AgencyProgressOrderFieldApproved AgencyProgressOrderField = "APPROVED"
	// By what is late.
	AgencyProgressOrderFieldLate AgencyProgressOrderField = "LATE"
	// By what is missing.
	AgencyProgressOrderFieldMissing AgencyProgressOrderField = "MISSING"
)

// WindowProgress is how far a window is, counted in figures.
type WindowProgress struct {
	// How many agencies owe something.
	Agencies int
	// Owed.
	Owed int
	// Entered, not submitted.
	Drafted int
	// Waiting for review.
	Submitted int
	// Sent back.
	Returned int
	// Approved.
	Approved int
	// Submitted or approved, in reports that came late.
	Late int
	// Owed and neither submitted nor approved: drafted and returned ones are missing too.
	Missing int
}
