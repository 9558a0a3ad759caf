package report

import (
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
)

// OpenSubmissionInput is what openSubmission takes.
type OpenSubmissionInput struct {
	// Code of the agency.
	Agency string `json:"agency"`
	// Code of the window.
	Window string `json:"window"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// PutFiguresInput is what putFigures takes.
type PutFiguresInput struct {
	// The report; or agency and window.
	Submission *uuid.UUID `json:"submission,omitempty"`
	// Code of the agency, where submission is not given: the report is begun where there is none.
	Agency *string `json:"agency,omitempty"`
	// Code of the window, where submission is not given.
	Window *string `json:"window,omitempty"`
	// The version read; null to write whatever the version.
	Version *int `json:"version,omitempty"`
	// The figures.
	Cells []*PutFigureInput `json:"cells"`
	// ALL writes all cells or none; EACH those without an error.
	Mode PutMode `json:"mode"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// PutFigureInput is one figure: value, or numerator and denominator, or neither to take it out of the draft.
type PutFigureInput struct {
	// The indicator; or plan and code.
	Indicator *uuid.UUID `json:"indicator,omitempty"`
	// Code of the plan, where indicator is not given; 2021-2025 when null.
	Plan *string `json:"plan,omitempty"`
	// Code of the indicator, such as 3.5.1, where indicator is not given.
	Code *string `json:"code,omitempty"`
	// The number.
	Value *decimal.Decimal `json:"value,omitempty"`
	// Upper part of a fraction.
	Numerator *decimal.Decimal `json:"numerator,omitempty"`
	// Lower part of a fraction.
	Denominator *decimal.Decimal `json:"denominator,omitempty"`
	// Its grade; that expected by the window when null.
	Grade *figure.Grade `json:"grade,omitempty"`
	// Where it comes from; DECLARED when null. DOCUMENT is for plans.
	Source *figure.Source `json:"source,omitempty"`
	// Remark.
	Note *string `json:"note,omitempty"`
}

// PutMode is what happens to the others when one cell has an error.
type PutMode string

// The values.
const (
	// None is written.
	PutModeAll PutMode = "ALL"
	// The others are written.
	PutModeEach PutMode = "EACH"
)

// SubmitSubmissionInput is what submitSubmission takes.
type SubmitSubmissionInput struct {
	// The report.
	ID uuid.UUID `json:"id"`
	// The version read.
	Version int `json:"version"`
	// Warnings to let pass.
	Waivers []*WaiverInput `json:"waivers,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// WaiverInput is a warning to let pass.
type WaiverInput struct {
	// Code of the check that warns.
	Check string `json:"check"`
	// The indicator; null for the whole report.
	Indicator *uuid.UUID `json:"indicator,omitempty"`
	// Why it may pass.
	Reason string `json:"reason"`
}

// WithdrawSubmissionInput is what withdrawSubmission takes.
type WithdrawSubmissionInput struct {
	// The report.
	ID uuid.UUID `json:"id"`
	// The version read.
	Version int `json:"version"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// ReturnSubmissionInput is what returnSubmission takes.
type ReturnSubmissionInput struct {
	// The report.
	ID uuid.UUID `json:"id"`
	// The version read.
	Version int `json:"version"`
	// Why; required where no figure is named.
	Comment *string `json:"comment,omitempty"`
	// The figures that are sent back; the whole report when null or empty.
	Figures []*ReturnFigureInput `json:"figures,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// ReturnFigureInput is a figure that is sent back.
type ReturnFigureInput struct {
	// The figure.
	ID uuid.UUID `json:"id"`
	// Why.
	Comment string `json:"comment"`
}

// ApproveSubmissionInput is what approveSubmission takes.
type ApproveSubmissionInput struct {
	// The report.
	ID uuid.UUID `json:"id"`
	// The version read.
	Version int `json:"version"`
	// The figures that are approved; all that wait and the viewer may approve when null or empty.
	Figures []uuid.UUID `json:"figures,omitempty"`
	// Remark.
	Comment *string `json:"comment,omitempty"`
	// Whether the public may see them at once; only coordinators may say so.
	Publish bool `json:"publish"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// WaiveCheckInput is what waiveCheck takes.
type WaiveCheckInput struct {
	// The report.
	ID uuid.UUID `json:"id"`
	// The warning and why it may pass.
	Waiver *WaiverInput `json:"waiver"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// ReopenFiguresInput is what reopenFigures takes.
type ReopenFiguresInput struct {
	// The figures, all of one report.
	Figures []uuid.UUID `json:"figures"`
	// Why.
	Reason string `json:"reason"`
	// Until when they may be changed.
	Until time.Time `json:"until"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// ReviseFigureInput is what reviseFigure takes.
type ReviseFigureInput struct {
	// The figure whose place is taken: approved and in force.
	ID uuid.UUID `json:"id"`
	// The number.
	Value *decimal.Decimal `json:"value,omitempty"`
	// Upper part of a fraction.
	Numerator *decimal.Decimal `json:"numerator,omitempty"`
	// Lower part of a fraction.
	Denominator *decimal.Decimal `json:"denominator,omitempty"`
	// Its grade: not a lesser one; that of the old figure when null.
	Grade *figure.Grade `json:"grade,omitempty"`
	// Where it comes from; as the old figure when null.
	Source *figure.Source `json:"source,omitempty"`
	// Why it takes the place of the other.
	Reason string `json:"reason"`
	// Remark.
	Note *string `json:"note,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// PublishFiguresInput is what publishFigures takes.
type PublishFiguresInput struct {
	// Code of the window.
	Window string `json:"window"`
	// Only of these agencies, by code; of all in reach when null.
	Agencies []string `json:"agencies,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// PutNarrativeInput is what putNarrative takes.
type PutNarrativeInput struct {
	// The report.
	Submission uuid.UUID `json:"submission"`
	// Its kind.
	Kind narrative.Kind `json:"kind"`
	// The indicator it is about; the whole report when null.
	Indicator *uuid.UUID `json:"indicator,omitempty"`
	// The text; empty takes it out.
	Body string `json:"body"`
	// Code of the agency that owes an answer.
	RoutedTo *string `json:"routedTo,omitempty"`
	// Last day for the answer; 30 days from now when null and routedTo is given.
	AnswerDueOn *time.Time `json:"answerDueOn,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// RouteNarrativeInput is what routeNarrative takes.
type RouteNarrativeInput struct {
	// The text, of a submitted report.
	ID uuid.UUID `json:"id"`
	// Code of the agency that owes an answer.
	RoutedTo string `json:"routedTo"`
	// Last day for the answer; 30 days from now when null.
	AnswerDueOn *time.Time `json:"answerDueOn,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// AnswerNarrativeInput is what answerNarrative takes.
type AnswerNarrativeInput struct {
	// The text.
	ID uuid.UUID `json:"id"`
	// The answer.
	Answer string `json:"answer"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}
