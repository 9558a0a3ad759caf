package database

import (
	"fmt"
	"strings"

	"github.com/lib/pq"
)

// An UnreachableError says that a server does not answer, or not now.
type UnreachableError struct {
	Address string
	Err     error
}

// Error says where and why.
func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s cannot be reached: %v", e.Address, e.Err)
}

// Unwrap is why.
func (e *UnreachableError) Unwrap() error { return e.Err }

// A TLSError says that a connection cannot be protected as wanted.
type TLSError struct {
	Address string
	Err     error
}

// Error says where and why.
func (e *TLSError) Error() string { return fmt.Sprintf("TLS with %s: %v", e.Address, e.Err) }

// Unwrap is why.
func (e *TLSError) Unwrap() error { return e.Err }

// A RefusedError says that a server does not let a role in.
type RefusedError struct {
	Address, Role, Database string
	// Message is the server's.
	Message string
}

// Error says who, where and why.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s does not let %q into the database %q: %s", e.Address, e.Role, e.Database, e.Message)
}

// A NotAllowedError says that the admin may not do what is needed.
type NotAllowedError struct {
	Role string
	// Message is what it may not do.
	Message string
	// Fix is what to do about it.
	Fix string
}

// Error says what the admin may not do and what to do about it.
func (e *NotAllowedError) Error() string {
	return fmt.Sprintf("the admin %q may not: %s. %s", e.Role, e.Message, e.Fix)
}

// A FullError says that a server has as many databases as it may.
type FullError struct{ Have, Max int }

// Error says how many.
func (e *FullError) Error() string {
	return fmt.Sprintf("the server has %d of at most %d databases", e.Have, e.Max)
}

// A TakenError says that a database or role of the name is there and not the
// Instance's.
type TakenError struct {
	// Kind is DATABASE or ROLE.
	Kind, Name string
	// Mark is the comment that would make it the Instance's.
	Mark string
}

// Error names it, and how to hand it over.
func (e *TakenError) Error() string {
	return fmt.Sprintf("a %s %q is there that is not this Instance's. Rename it, or hand it over with COMMENT ON %s %s IS %s",
		strings.ToLower(e.Kind), e.Name, e.Kind, pq.QuoteIdentifier(e.Name), pq.QuoteLiteral(e.Mark))
}

// A SupersededError says that a database has newer credentials than those wanted.
type SupersededError struct {
	Database   string
	Have, Want int64
}

// Error says which.
func (e *SupersededError) Error() string {
	return fmt.Sprintf("the database %q has credentials number %d already: %d is older and no longer works", e.Database, e.Have, e.Want)
}

// A BrokenError says that a database was half dropped and cannot be used again.
type BrokenError struct{ Database string }

// Error says how to go on.
func (e *BrokenError) Error() string {
	return fmt.Sprintf("the database %q was half dropped and is lost. Finish with DROP DATABASE %s", e.Database, pq.QuoteIdentifier(e.Database))
}

// A BusyError says that somebody else works on the same.
type BusyError struct{ Database string }

// Error says on what.
func (e *BusyError) Error() string {
	return fmt.Sprintf("somebody else works on the database %q: trying again", e.Database)
}

// A ServerError is any other fault that a server reports. It keeps nothing of the
// statement.
type ServerError struct{ Doing, Code, Message string }

// Error is the server's message.
func (e *ServerError) Error() string {
	return fmt.Sprintf("%s: %s (%s)", e.Doing, e.Message, e.Code)
}
