package plan

import "github.com/google/uuid"

// parentsFirst orders rows of one entity so that each comes after those it
// refers to: a foreign key must find its row in the same statement or earlier.
// Otherwise the order of the bundle stays.
func parentsFirst(records []record) []record {
	index := make(map[uuid.UUID]int, len(records))
	for i, r := range records {
		index[r.id] = i
	}
	ordered := make([]record, 0, len(records))
	visited := make([]bool, len(records))
	var visit func(i int)
	visit = func(i int) {
		if visited[i] {
			return
		}
		visited[i] = true
		for _, id := range records[i].refersTo() {
			if parent, ok := index[id]; ok {
				visit(parent)
			}
		}
		ordered = append(ordered, records[i])
	}
	for i := range records {
		visit(i)
	}
	return ordered
}

// refersTo lists the ids that a row holds, in fields and in links.
func (r record) refersTo() []uuid.UUID {
	var ids []uuid.UUID
	for _, f := range r.fields {
		if id, ok := f.value.(uuid.UUID); ok {
			ids = append(ids, id)
		}
	}
	for _, l := range r.links {
		ids = append(ids, l.ids...)
	}
	return ids
}
