package service

// DutyState is where something that is owed stands.
type DutyState string

// The values.
const (
	// Nothing was entered.
	DutyStateMissing DutyState = "MISSING"
	// A suggestion was put in that nobody confirmed.
	DutyStatePrefilled DutyState = "PREFILLED"
	// Entered, not submitted.
	DutyStateDraft DutyState = "DRAFT"
	// Waits for review.
	DutyStateSubmitted DutyState = "SUBMITTED"
	// Sent back.
	DutyStateReturned DutyState = "RETURNED"
	// Approved.
	DutyStateApproved DutyState = "APPROVED"
	// Approved, and open for change for a time.
	DutyStateReopened DutyState = "REOPENED"
)
