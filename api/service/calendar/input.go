package calendar

import (
	"time"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// AdjustWindowInput is what adjustWindow takes: at least one date.
type AdjustWindowInput struct {
	// Code of the window.
	Window string `json:"window"`
	// New opening.
	OpensAt *time.Time `json:"opensAt,omitempty"`
	// New last moment on time.
	DueAt *time.Time `json:"dueAt,omitempty"`
	// New end of grace.
	GraceUntil *time.Time `json:"graceUntil,omitempty"`
	// New lock.
	LocksAt *time.Time `json:"locksAt,omitempty"`
	// Why.
	Reason string `json:"reason"`
	// Number of the document it rests on.
	LegalDocument *string `json:"legalDocument,omitempty"`
	// Section of the document.
	Section *string `json:"section,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// ExtendWindowInput is what extendWindow takes.
type ExtendWindowInput struct {
	// Code of the window.
	Window string `json:"window"`
	// Codes of the agencies.
	Agencies []string `json:"agencies"`
	// Their last moment on time; grace and lock move with it where they would come before.
	DueAt time.Time `json:"dueAt"`
	// Why.
	Reason string `json:"reason"`
	// Number of the document it rests on.
	LegalDocument *string `json:"legalDocument,omitempty"`
	// Section of the document.
	Section *string `json:"section,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// ReopenWindowInput is what reopenWindow takes.
type ReopenWindowInput struct {
	// Code of the window.
	Window string `json:"window"`
	// Codes of the agencies; everybody when null.
	Agencies []string `json:"agencies,omitempty"`
	// Until when.
	Until time.Time `json:"until"`
	// Why.
	Reason string `json:"reason"`
	// Number of the document it rests on.
	LegalDocument *string `json:"legalDocument,omitempty"`
	// Section of the document.
	Section *string `json:"section,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// WindowPayload is what changes of a window answer.
type WindowPayload struct {
	// The key given.
	ClientMutationID *string
	// The window.
	Window *db.ReportingWindow
	// The change.
	Change *db.WindowChange
	// What is wrong.
	UserErrors []*change.UserError
}
