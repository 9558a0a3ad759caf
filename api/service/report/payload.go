package report

import (
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// OpenSubmissionPayload is what openSubmission answers.
type OpenSubmissionPayload struct {
	// The key given.
	ClientMutationID *string
	// The report: the one there was, where there was one.
	Submission *db.Submission
	// What is wrong.
	UserErrors []*change.UserError
}

// PutFiguresPayload is what putFigures answers.
type PutFiguresPayload struct {
	// The key given.
	ClientMutationID *string
	// The report.
	Submission *db.Submission
	// What became of each cell, in the order given.
	Cells []*PutFigureResult
	// What is wrong with the whole.
	UserErrors []*change.UserError
}

// PutFigureResult is what became of one cell.
type PutFigureResult struct {
	// Place in the list given, from 0.
	Index int
	// The figure; null where nothing was written.
	Figure *db.Figure
	// What is wrong with it. Warnings do not keep it from being written to the draft.
	UserErrors []*change.UserError
}

// SubmissionPayload is what changes of a report answer.
type SubmissionPayload struct {
	// The key given.
	ClientMutationID *string
	// The report as it now is, also where the change was refused.
	Submission *db.Submission
	// What is wrong.
	UserErrors []*change.UserError
}

// ReopenFiguresPayload is what reopenFigures answers.
type ReopenFiguresPayload struct {
	// The key given.
	ClientMutationID *string
	// The figures.
	Figures []*db.Figure
	// What is wrong.
	UserErrors []*change.UserError
}

// ReviseFigurePayload is what reviseFigure answers.
type ReviseFigurePayload struct {
	// The key given.
	ClientMutationID *string
	// The new figure.
	Figure *db.Figure
	// What is wrong. Warnings of checks have to be waived before it is approved.
	UserErrors []*change.UserError
}

// PublishFiguresPayload is what publishFigures answers.
type PublishFiguresPayload struct {
	// The key given.
	ClientMutationID *string
	// How many figures the public may now see that it could not.
	Published int
	// What is wrong.
	UserErrors []*change.UserError
}

// PutNarrativePayload is what changes of a text answer.
type PutNarrativePayload struct {
	// The key given.
	ClientMutationID *string
	// The text; null where it was taken out.
	Narrative *db.Narrative
	// What is wrong.
	UserErrors []*change.UserError
}
