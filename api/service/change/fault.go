package change

import (
	"errors"
	"slices"
)

// UserError is what is wrong with a change that was asked for: nothing of it was written.
type UserError struct {
	// What kind of fault it is: stable, for programs.
	Code UserErrorCode
	// Where in the input, from its top: names of fields and places in lists.
	Path []string
	// What is wrong and what was expected.
	Message Sentence
	// ERROR stops the change; WARNING stops it until it is waived.
	Severity Severity
}

// UserErrorCode is kinds of faults.
type UserErrorCode string

// The values.
const (
	// There is no such thing, or the viewer may not see it.
	NotFound UserErrorCode = "NOT_FOUND"
	// The viewer sees it but may not do this; the message says why.
	NotAllowed UserErrorCode = "NOT_ALLOWED"
	// The value is not one that is accepted.
	Invalid UserErrorCode = "INVALID"
	// Something that is needed was not given.
	Required UserErrorCode = "REQUIRED"
	// More was given than is accepted at once.
	TooMany UserErrorCode = "TOO_MANY"
	// It was changed meanwhile: version is not the current one.
	Conflict UserErrorCode = "CONFLICT"
	// clientMutationId was used for another change.
	KeyReused UserErrorCode = "KEY_REUSED"
	// Its state does not allow this; the message names the state.
	WrongState UserErrorCode = "WRONG_STATE"
	// The window does not take this yet.
	NotOpen UserErrorCode = "NOT_OPEN"
	// The window no longer takes this.
	Locked UserErrorCode = "LOCKED"
	// A check found something; code of the check and sentence are in the message.
	CheckFailed UserErrorCode = "CHECK"
	// The agency does not owe this.
	NotOwed UserErrorCode = "NOT_OWED"
	// It exists already.
	Exists UserErrorCode = "EXISTS"
)

// Severity is how grave a finding is.
type Severity string

// The values.
const (
	// It has to be put right.
	Error Severity = "ERROR"
	// It has to be put right, or waived with a reason.
	Warning Severity = "WARNING"
)

// Faults are what is wrong with a change, all at once. As an error they undo
// it.
type Faults []*UserError

// Error joins the English sentences.
func (f Faults) Error() string {
	text := ""
	for n, e := range f {
		if n > 0 {
			text += " "
		}
		text += e.Message.En
	}
	return text
}

// Fault makes one fault at a path of the input.
func Fault(code UserErrorCode, path []string, message Sentence) *UserError {
	return &UserError{Code: code, Path: path, Message: message, Severity: Error}
}

// Refuse makes an error of one fault.
func Refuse(code UserErrorCode, path []string, message Sentence) error {
	return Faults{Fault(code, path, message)}
}

// FaultsOf takes the faults out of an error; what is not a fault stays one.
func FaultsOf(err error) (Faults, error) {
	var faults Faults
	if errors.As(err, &faults) {
		return faults, nil
	}
	return nil, err
}

// At puts the faults below a place of the input.
func (f Faults) At(path ...string) Faults {
	for _, e := range f {
		e.Path = append(slices.Clone(path), e.Path...)
	}
	return f
}

// Severe says whether any of the faults is an error, not a warning.
func (f Faults) Severe() bool {
	return slices.ContainsFunc(f, func(e *UserError) bool { return e.Severity == Error })
}
