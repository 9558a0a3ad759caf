package report

import (
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// Finding is what a check found.
type Finding struct {
	// Code of the check.
	Check string
	// How grave it is.
	Severity change.Severity
	// The indicator, or null for the whole report.
	Indicator *db.Indicator
	// The figure, or null where it is missing or it is about the whole report.
	Figure *db.Figure
	// What is wrong and what was expected, in the language asked for.
	Message change.Sentence
	// Whether it was waived.
	Waived bool
}

// ReportCheck is a check that reports go through.
type ReportCheck struct {
	// Its code.
	Code string
	// How grave its findings are.
	Severity change.Severity
	// What it finds, in the language asked for.
	Sentence change.Sentence
}
