package report

import (
	"github.com/tiendo-vn/tiendo/api/service/change"
)

// SubmissionCan is what the viewer may do with a report now.
type SubmissionCan struct {
	// Enter figures and texts.
	Edit bool
	// Submit it.
	Submit bool
	// Take it back before a decision.
	Withdraw bool
	// Send it back, whole or in part.
	Return bool
	// Approve it, whole or in part.
	Approve bool
	// Open approved figures for change.
	Reopen bool
	// Put better figures in the place of approved ones.
	Revise bool
	// Why not, for every no.
	Reasons []*Refusal
}

// DutyCan is what the viewer may do about something that is owed.
type DutyCan struct {
	// Enter it.
	Edit bool
	// Submit the report.
	Submit bool
	// Why not, for every no.
	Reasons []*Refusal
}

// Refusal is why something may not be done now.
type Refusal struct {
	// What may not be done.
	Action SubmissionAction
	// What kind of reason it is.
	Code change.UserErrorCode
	// The reason, in the language asked for.
	Message change.Sentence
}

// SubmissionAction is what can be done with a report.
type SubmissionAction string

// The values.
const (
	// Enter figures and texts.
	Edit SubmissionAction = "EDIT"
	// Hand it in.
	Submit SubmissionAction = "SUBMIT"
	// Take it back before a decision.
	Withdraw SubmissionAction = "WITHDRAW"
	// Send it back.
	Return SubmissionAction = "RETURN"
	// Approve it.
	Approve SubmissionAction = "APPROVE"
	// Open approved figures for change.
	Reopen SubmissionAction = "REOPEN"
	// Put better figures in the place of approved ones.
	Revise SubmissionAction = "REVISE"
)
