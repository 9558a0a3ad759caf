package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/source"
)

// step is a change with what it takes to carry it out.
type step struct {
	Change
	// want is the row to write. Its links are only those to add.
	want record
	// have is the row in the database; empty for Add.
	have record
}

// compare decides what to do with the rows of one entity: first what the bundle
// asks for, in its order, then what it lacks, sorted.
func compare(e entity, want, have []record, n *names) ([]step, error) {
	current := make(map[uuid.UUID]record, len(have))
	for _, r := range have {
		current[r.id] = r
	}
	var steps, kept []step
	seen := make(map[uuid.UUID]bool, len(want))
	for _, r := range want {
		if seen[r.id] {
			return nil, fmt.Errorf("the bundle gives %s %s twice", e.name, label(r.key))
		}
		seen[r.id] = true
		old, exists := current[r.id]
		if !exists {
			steps = append(steps, step{Change{Kind: Add, Entity: e.name, Label: label(r.key)}, r, old})
			continue
		}
		fields := differing(old, r, n)
		links, added, lost := compareLinks(e, old, r, n)
		kept = append(kept, lost...)
		if fields = append(fields, added...); len(fields) > 0 {
			r.links = links
			steps = append(steps, alter(e, old, r, fields))
		}
	}
	for _, r := range have {
		if !seen[r.id] {
			kept = append(kept, step{Change: Change{Kind: Keep, Entity: e.name, Label: label(r.key)}})
		}
	}
	slices.SortStableFunc(kept, func(a, b step) int { return strings.Compare(a.Label, b.Label) })
	return append(steps, kept...), nil
}

// alter updates a row in place or, where rows are versions, adds the next one.
func alter(e entity, old, want record, fields []FieldChange) step {
	change := Change{Kind: Update, Entity: e.name, Label: label(want.key), Fields: fields}
	if e.versioned {
		change.Kind = Supersede
		want.id = source.Key()
	}
	return step{change, want, old}
}

// differing lists the fields that differ. Both records come from the same
// function and so have the same fields in the same order.
func differing(old, want record, n *names) []FieldChange {
	var changes []FieldChange
	for i, f := range want.fields {
		if before := old.fields[i].value; !same(before, f.value) {
			changes = append(changes, FieldChange{Name: strings.TrimSuffix(f.name, "_id"), Before: n.show(before), After: n.show(f.value)})
		}
	}
	return changes
}

// compareLinks finds the links to add, and reports those that the bundle lacks.
func compareLinks(e entity, old, want record, n *names) (add []link, changes []FieldChange, kept []step) {
	for i, l := range want.links {
		has := old.links[i].ids
		added := without(l.ids, has)
		for _, id := range without(has, l.ids) {
			text := fmt.Sprintf("%s %s %s", label(want.key), l.name, label(n.keys[id]))
			kept = append(kept, step{Change: Change{Kind: Keep, Entity: e.name, Label: text}})
		}
		if len(added) > 0 {
			add = append(add, link{l.name, added})
			changes = append(changes, FieldChange{Name: l.name, Before: n.showAll(has), After: n.showAll(slices.Concat(has, added))})
		}
	}
	return add, changes, kept
}

// without returns the ids that others lacks, each once.
func without(ids, others []uuid.UUID) []uuid.UUID {
	var rest []uuid.UUID
	for _, id := range ids {
		if !slices.Contains(others, id) && !slices.Contains(rest, id) {
			rest = append(rest, id)
		}
	}
	return rest
}
