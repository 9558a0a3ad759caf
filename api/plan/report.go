package plan

import (
	"fmt"
	"strings"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

// Report says what a load did.
type Report struct {
	// Bundle names the bundle: code@version and its digest.
	Bundle string `json:"bundle"`
	// Written is false where there was nothing to write.
	Written bool `json:"written"`
	// Counts are by entity.
	Counts map[string]Count `json:"counts"`
	// Changes are what was added, updated and superseded.
	Changes []Change `json:"changes,omitempty"`
	// Kept is what the database has and the bundle lacks.
	Kept []Change `json:"kept,omitempty"`
	// Unassigned are printed cells that name no agency of the catalogue: an
	// assignment needs one, so no row holds them.
	Unassigned []string `json:"unassigned,omitempty"`
}

// Count counts the rows of one entity. Kept counts edges as well.
type Count struct {
	Added      int `json:"added"`
	Updated    int `json:"updated"`
	Superseded int `json:"superseded"`
	Unchanged  int `json:"unchanged"`
	Kept       int `json:"kept"`
}

// String is one line: the bundle and what was done with its rows.
func (r Report) String() string {
	var sum Count
	for _, c := range r.Counts {
		sum.Added += c.Added
		sum.Updated += c.Updated
		sum.Superseded += c.Superseded
		sum.Unchanged += c.Unchanged
		sum.Kept += c.Kept
	}
	name, _, _ := strings.Cut(r.Bundle, " ")
	return fmt.Sprintf("%s: %d added, %d updated, %d superseded, %d unchanged, %d kept that the bundle lacks, %d printed cells without an agency",
		name, sum.Added, sum.Updated, sum.Superseded, sum.Unchanged, sum.Kept, len(r.Unassigned))
}

func newReport(b *bundle.Bundle, s *state, steps []step) Report {
	r := Report{Bundle: labelOf(b), Counts: map[string]Count{}, Unassigned: unassigned(b)}
	for _, e := range entities {
		r.Counts[e.name] = Count{Unchanged: s.wanted[e.name]}
	}
	for _, s := range steps {
		r.Counts[s.Entity] = r.Counts[s.Entity].with(s.Kind)
		if s.Kind == Keep {
			r.Kept = append(r.Kept, s.Change)
		} else {
			r.Changes = append(r.Changes, s.Change)
		}
	}
	return r
}

// with counts one more change.
func (c Count) with(k Kind) Count {
	switch k {
	case Keep:
		c.Kept++
		return c
	case Add:
		c.Added++
	case Update:
		c.Updated++
	case Supersede:
		c.Superseded++
	}
	c.Unchanged--
	return c
}

// nameOf is the bundle for readers.
func nameOf(b *bundle.Bundle) string { return b.Header.Code + "@" + b.Header.Version }

// labelOf is the bundle with its digest: two bundles with the same label are
// the same.
func labelOf(b *bundle.Bundle) string { return fmt.Sprintf("%s %s", nameOf(b), b.Digest()) }
