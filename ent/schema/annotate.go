// Package schema is the model: every entity with its fields, edges, indexes,
// checks and access policy. Comments become the documentation of the graph
// and of the database.
package schema

import (
	"fmt"
	"strings"
	"time"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"github.com/tiendo-vn/tiendo/ent/source"
)

// internal keeps a column out of the graph: keys that only serve a query.
func internal() schema.Annotation { return entgql.Skip(entgql.SkipAll) }

// orderKey offers an internal column as an order of the graph.
func orderKey(name string) []schema.Annotation {
	return []schema.Annotation{
		entgql.Skip(entgql.SkipType | entgql.SkipWhereInput | entgql.SkipMutationCreateInput | entgql.SkipMutationUpdateInput),
		entgql.OrderField(name),
	}
}

// unfiltered shows a field without offering it as a filter: texts that search
// is for, and figures whose comparison would be an oracle.
func unfiltered() schema.Annotation { return entgql.Skip(entgql.SkipWhereInput) }

// node is what every entity of the graph shares: a connection at the root.
func node() []schema.Annotation {
	return []schema.Annotation{entgql.RelayConnection(), entgql.QueryField()}
}

// checks states rules of one row in SQL.
func checks(rules map[string]string) schema.Annotation {
	return &entsql.Annotation{Checks: rules}
}

// table names the table and comments it.
func table(name, comment string) []schema.Annotation {
	return []schema.Annotation{entsql.Table(name), entsql.WithComments(true), schema.Comment(comment)}
}

// annotations joins lists of annotations.
func annotations(lists ...[]schema.Annotation) (all []schema.Annotation) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// keyField is the primary key: UUIDv7, ordered by creation and not guessable.
func keyField() ent.Field {
	return field.UUID("id", uuid.UUID{}).Default(source.Key).Immutable().
		Comment("Key of the row: a UUIDv7. Clients see it inside an opaque global id.")
}

// now is the clock of the model: UTC, in the microseconds both databases keep.
func now() time.Time { return source.Now() }

// clean refuses text that is not NFC or holds NUL: SQLite would store what
// PostgreSQL refuses, and unnormalised text would not be found again.
func clean(s string) error {
	switch {
	case strings.ContainsRune(s, 0):
		return fmt.Errorf("text contains NUL")
	case !norm.NFC.IsNormalString(s):
		return fmt.Errorf("text %q is not in Unicode normal form C", s)
	}
	return nil
}

// exact is the column type of a decimal: numeric in PostgreSQL, its text in
// SQLite, so that 30.14 comes back as 30.14.
var exact = map[string]string{dialect.Postgres: "numeric", dialect.SQLite: "text"}

// day is the column type of a calendar date.
var day = map[string]string{dialect.Postgres: "date", dialect.SQLite: "date"}

// instant is the column type of a point in time.
var instant = map[string]string{dialect.Postgres: "timestamptz", dialect.SQLite: "datetime"}

// decimalField is an optional exact number.
func decimalField(name, comment string) ent.Field {
	return field.Other(name, decimal.Decimal{}).SchemaType(exact).Optional().Nillable().Comment(comment).
		Annotations(entgql.Type("Decimal"), unfiltered())
}
