// Package viewer says who is asking. The access rules of package rule decide
// from it what may be read and written; a context without a viewer may
// nothing.
package viewer

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// A Role is what somebody is at an agency. It reaches the agencies that belong
// to it and, at a group, the members.
type Role string

// The roles.
const (
	// RoleReporter drafts and submits figures.
	RoleReporter Role = "REPORTER"
	// RoleReviewer returns or approves what is submitted; at an agency that measures
	// indicators, figures of those from any agency.
	RoleReviewer Role = "REVIEWER"
	// RoleCoordinator rolls up, sets the dates of windows and publishes.
	RoleCoordinator Role = "COORDINATOR"
	// RoleAdmin gives roles and makes machine tokens.
	RoleAdmin Role = "ADMIN"
	// RoleInspector reads everything, changes nothing, and every read is recorded.
	RoleInspector Role = "INSPECTOR"
)

// Values lists the roles, for the model.
func (Role) Values() []string {
	return []string{string(RoleReporter), string(RoleReviewer), string(RoleCoordinator), string(RoleAdmin), string(RoleInspector)}
}

// A Scope is a part of what a role may do, for machine tokens.
type Scope string

// The scopes of machine tokens. Each may read what its role reads.
const (
	ScopeRead       Scope = "READ"
	ScopeEdit       Scope = "EDIT"
	ScopeSubmit     Scope = "SUBMIT"
	ScopeReview     Scope = "REVIEW"
	ScopeCoordinate Scope = "COORDINATE"
)

// A Grant is a role at an agency.
type Grant struct {
	Role   Role
	Agency uuid.UUID
	// LentBy is whose role it is, where it was lent; nil for one's own.
	LentBy *Lender
	// Until is when it ends; zero for never.
	Until time.Time
}

// A Lender is somebody who lent a role.
type Lender struct {
	ID   uuid.UUID
	Name string
}

// A Viewer is the person or program behind a request.
type Viewer struct {
	// Name is what the event log records.
	Name string
	// Person is the key of the person or machine; zero for the public and for
	// programs of the instance.
	Person uuid.UUID
	// Grants are the roles in force.
	Grants []Grant
	// Below are the agencies that each agency of the grants reaches, itself among
	// them; nil where they are too many to be named, or nobody looked.
	Below map[uuid.UUID][]uuid.UUID
	// Beyond are the agencies that an agency of the grants does not reach, where it
	// reaches nearly all: as of when the viewer was found out, once a request.
	Beyond map[uuid.UUID][]uuid.UUID
	// Paged says that a statement reads a page and stops early: what is looked up
	// is looked up row by row.
	Paged bool
	// Measures are the indicators that agencies measure at which the viewer is a
	// reviewer.
	Measures []uuid.UUID
	// Scopes limit a machine token; nil for people.
	Scopes []Scope
	// ReadAll lifts the limit to published data: inspectors and programs of
	// the instance itself.
	ReadAll bool
	// Recorded says that every read is to be recorded.
	Recorded bool
	// Write allows changes: only programs of the instance itself have it.
	Write bool
	// Until is when the credential ends; zero for never.
	Until time.Time

	memo *sync.Map // what was found out about the viewer during a request
}

// Public is anybody: published data, nothing else.
func Public() Viewer { return Viewer{Name: "public"} }

// Inspector reads everything and changes nothing.
func Inspector(name string) Viewer { return Viewer{Name: name, ReadAll: true, Recorded: true} }

// System is a program of the instance itself, such as the plan loader.
func System(program string) Viewer { return Viewer{Name: program, ReadAll: true, Write: true} }

// SignedIn says whether the viewer is somebody.
func (v Viewer) SignedIn() bool { return v.Person != uuid.Nil }

// At returns the agencies at which the viewer has one of the roles itself, or
// any role where none is named.
func (v Viewer) At(roles ...Role) []uuid.UUID {
	var agencies []uuid.UUID
	for _, g := range v.Grants {
		if (len(roles) == 0 || slices.Contains(roles, g.Role)) && !slices.Contains(agencies, g.Agency) {
			agencies = append(agencies, g.Agency)
		}
	}
	return agencies
}

// Reached returns the agencies that the viewer's roles reach; ok is false where
// they are not known by name.
func (v Viewer) Reached(roles ...Role) (agencies []uuid.UUID, ok bool) {
	for _, at := range v.At(roles...) {
		below, known := v.Below[at]
		if !known {
			return nil, false
		}
		agencies = append(agencies, below...)
	}
	return agencies, true
}

// Unreached returns the agencies that the viewer's roles do not reach; ok is false
// where they are not known by name, which they are where some role reaches nearly
// all.
func (v Viewer) Unreached(roles ...Role) (agencies []uuid.UUID, ok bool) {
	var reached []uuid.UUID
	for _, at := range v.At(roles...) {
		beyond, wide := v.Beyond[at]
		below, named := v.Below[at]
		switch {
		case wide && ok:
			agencies = slices.DeleteFunc(agencies, func(one uuid.UUID) bool { return !slices.Contains(beyond, one) })
		case wide:
			agencies, ok = slices.Clone(beyond), true
		case named:
			reached = append(reached, below...)
		default:
			return nil, false
		}
	}
	return slices.DeleteFunc(agencies, func(one uuid.UUID) bool { return slices.Contains(reached, one) }), ok
}

// Has says whether the viewer has one of the roles anywhere.
func (v Viewer) Has(roles ...Role) bool { return len(v.At(roles...)) > 0 }

// Within says whether a machine token's scopes hold s; those of a person
// always do.
func (v Viewer) Within(s Scope) bool { return v.Scopes == nil || slices.Contains(v.Scopes, s) }

// Remember keeps what was found out about the viewer for as long as the request
// lasts; the key says what it is an answer to.
func Remember[T any](v Viewer, key any, find func() (T, error)) (T, error) {
	if v.memo == nil {
		return find()
	}
	if known, ok := v.memo.Load(key); ok {
		return known.(T), nil
	}
	answer, err := find()
	if err == nil {
		v.memo.Store(key, answer)
	}
	return answer, err
}

type key struct{}

// NewContext returns a context that carries v.
func NewContext(ctx context.Context, v Viewer) context.Context {
	v.memo = &sync.Map{}
	return context.WithValue(ctx, key{}, v)
}

// FromContext returns the viewer of ctx; ok is false where there is none.
func FromContext(ctx context.Context) (v Viewer, ok bool) {
	v, ok = ctx.Value(key{}).(Viewer)
	return v, ok
}
