package auth

import "fmt"

// Why a credential is refused, in the words of RFC 6750.
const (
	// InvalidRequest is a request that carries its credential the wrong way.
	InvalidRequest = "invalid_request"
	// InvalidToken is a token that is not, or no longer, good for anything here.
	InvalidToken = "invalid_token"
)

// Error says why a credential is refused.
type Error struct {
	// Code is InvalidRequest or InvalidToken.
	Code string
	// Description is a sentence for whoever sent the credential. It holds nothing
	// of the credential, and no character that a header's quotes do not take.
	Description string
}

func (e *Error) Error() string { return "credential refused: " + e.Description }

// Challenge is the value of WWW-Authenticate that goes with the refusal.
func (e *Error) Challenge() string {
	return fmt.Sprintf(`Bearer realm="tiendo", error="%s", error_description="%s"`, e.Code, e.Description)
}

func invalidRequest(description string) error { return &Error{InvalidRequest, description} }

func invalidToken(description string) error { return &Error{InvalidToken, description} }

// Unavailable says that the provider could not be asked: a fault of this side,
// after which the same token may well be accepted.
type Unavailable struct {
	// Issuer is the provider.
	Issuer string
	// Err is what went wrong.
	Err error
}

// mostDetail bounds what a provider's answer adds to the log, in bytes.
const mostDetail = 300

func (e *Unavailable) Error() string {
	return fmt.Sprintf("the sign-in provider %s cannot be asked: %.*s", e.Issuer, mostDetail, e.Err)
}

func (e *Unavailable) Unwrap() error { return e.Err }

// Unavailable says that the same request may pass later.
func (e *Unavailable) Unavailable() bool { return true }
