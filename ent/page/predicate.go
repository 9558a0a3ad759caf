package page

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent/dialect/sql"
)

// Info is a connection's page information.
type Info struct {
	HasNextPage     bool    `json:"hasNextPage"`
	HasPreviousPage bool    `json:"hasPreviousPage"`
	StartCursor     *Cursor `json:"startCursor"`
	EndCursor       *Cursor `json:"endCursor"`
}

// Predicates returns what lies beyond the cursors in the direction of
// reading. It compares (column, id) as a row: one range of the index that
// ends with the id, however deep the page.
func Predicates(after, before *Cursor, idColumn, column string, direction entgql.OrderDirection) []func(*sql.Selector) {
	beyond := sql.CompositeGT
	if direction == entgql.OrderDirectionDesc {
		beyond = sql.CompositeLT
	}
	var predicates []func(*sql.Selector)
	for _, c := range []*Cursor{after, before} {
		if c == nil {
			continue
		}
		predicates = append(predicates, func(s *sql.Selector) {
			if column == idColumn {
				s.Where(beyond([]string{s.C(idColumn)}, c.ID))
				return
			}
			s.Where(beyond([]string{s.C(column), s.C(idColumn)}, c.Value, c.ID))
		})
	}
	return predicates
}
