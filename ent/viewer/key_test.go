package viewer_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Two viewers that may read different things never share a key: what the rules
// decide from is in it, whatever is added to a viewer.
func TestAKeyTellsViewersApart(t *testing.T) {
	a, b := uuid.New(), uuid.New()
	whole := func() viewer.Viewer {
		return viewer.Viewer{
			Name: "Người A", Person: a, Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: a}},
			Below: map[uuid.UUID][]uuid.UUID{a: {a, b}}, Measures: []uuid.UUID{a}, Scopes: []viewer.Scope{viewer.ScopeRead},
		}
	}
	changes := map[string]func(*viewer.Viewer){
		"Person":   func(v *viewer.Viewer) { v.Person = b },
		"Grants":   func(v *viewer.Viewer) { v.Grants[0].Agency = b },
		"Below":    func(v *viewer.Viewer) { v.Below[a] = []uuid.UUID{a} },
		"Beyond":   func(v *viewer.Viewer) { v.Beyond = map[uuid.UUID][]uuid.UUID{a: {b}} },
		"Paged":    func(v *viewer.Viewer) { v.Paged = true },
		"Measures": func(v *viewer.Viewer) { v.Measures = nil },
		"Scopes":   func(v *viewer.Viewer) { v.Scopes = []viewer.Scope{viewer.ScopeEdit} },
		"ReadAll":  func(v *viewer.Viewer) { v.ReadAll = true },
		"Recorded": func(v *viewer.Viewer) { v.Recorded = true },
		"Write":    func(v *viewer.Viewer) { v.Write = true },
	}
	toldApart := map[string]bool{"Name": false, "Until": false} // rules never ask for them
	v := reflect.TypeFor[viewer.Viewer]()
	for n := range v.NumField() {
		f := v.Field(n)
		if !f.IsExported() {
			continue
		}
		if _, never := toldApart[f.Name]; never {
			continue
		}
		if change := changes[f.Name]; assert.NotNil(t, change, "what does the field %s change?", f.Name) {
			other := whole()
			change(&other)
			assert.NotEqual(t, whole().Key(), other.Key(), f.Name)
		}
	}
	same := whole()
	same.Name, same.Until = "Người B", time.Now()
	assert.Equal(t, whole().Key(), same.Key())
}

func TestAKeyTellsApartWhatOnlyLooksAlike(t *testing.T) {
	a, b := uuid.New(), uuid.New()
	alike := []viewer.Viewer{
		{}, {Below: map[uuid.UUID][]uuid.UUID{}}, {Scopes: []viewer.Scope{}},
		{Below: map[uuid.UUID][]uuid.UUID{a: {b}}}, {Below: map[uuid.UUID][]uuid.UUID{a: {}, b: {}}},
		{Beyond: map[uuid.UUID][]uuid.UUID{}}, {Beyond: map[uuid.UUID][]uuid.UUID{a: {b}}}, {Beyond: map[uuid.UUID][]uuid.UUID{a: {}, b: {}}}, {Measures: []uuid.UUID{a, b}},
		{Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: a}}},
		{Grants: []viewer.Grant{{Role: viewer.RoleReviewer, Agency: a}}},
		{Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: a, LentBy: &viewer.Lender{ID: b}}}},
		{Grants: []viewer.Grant{{Role: viewer.RoleReporter, Agency: a}, {Role: viewer.RoleReporter, Agency: b}}},
	}
	seen := map[string]int{}
	for n, v := range alike {
		other, dup := seen[v.Key()]
		assert.False(t, dup, "%d and %d", other, n)
		seen[v.Key()] = n
	}
}
