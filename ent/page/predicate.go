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

// Predicates returns what lies behind one cursor and before the other under an
// order. It compares (column, id) as a row: one range of the index that ends
// with the id, however deep the page.
func Predicates(after, before *Cursor, idColumn, column string, direction entgql.OrderDirection) []func(*sql.Selector) {
	behind, ahead := sql.CompositeGT, sql.CompositeLT
	if direction == entgql.OrderDirectionDesc {
		behind, ahead = ahead, behind
	}
	var predicates []func(*sql.Selector)
	limit := func(c *Cursor, beyond func([]string, ...any) *sql.Predicate) {
		if c == nil {
			return
		}
		predicates = append(predicates, func(s *sql.Selector) {
			if column == idColumn {
				s.Where(beyond([]string{s.C(idColumn)}, c.ID))
				return
			}
			s.Where(beyond([]string{s.C(column), s.C(idColumn)}, c.Value, c.ID))
		})
	}
	limit(after, behind)
	limit(before, ahead)
	return predicates
}
