package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// RollUpSum is a part of what the published figures in force sum up to, of one
// indicator in one window and of agencies of one kind: whoever reads adds the
// parts. PostgreSQL keeps them by triggers: a transaction that publishes,
// replaces or removes figures adds the difference, so that none waits for
// another, and parts are put together later. On SQLite, whose arithmetic is not
// exact, the table stays empty, and roll-ups read the figures.
type RollUpSum struct{ ent.Schema }

// Fields of RollUpSum.
func (RollUpSum) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("indicator_id", uuid.UUID{}).Immutable().Comment("What was measured."),
		field.UUID("window_id", uuid.UUID{}).Immutable().Comment("The window it was reported in."),
		field.String("agency_kind").Immutable().Comment("Kind of the agencies whose figures they are."),
		field.Int("count").Immutable().Comment("How many figures; less than none where some went."),
		field.Other("total", decimal.Decimal{}).SchemaType(exact).Immutable().Comment("Sum of their numbers, exact."),
		field.Int("met").Immutable().Comment("How many of them meet the target of the window's year."),
	}
}

// Indexes of RollUpSum.
func (RollUpSum) Indexes() []ent.Index {
	return []ent.Index{index.Fields("window_id", "indicator_id", "agency_kind")} // roll-up
}

// Hooks of RollUpSum: the database keeps it.
func (RollUpSum) Hooks() []ent.Hook { return []ent.Hook{rule.KeptByDatabase} }

// Policy of RollUpSum: programs of the instance. What is published, everybody
// may see: the roll-up reads the sums in its own statement.
func (RollUpSum) Policy() ent.Policy { return rule.Internal() }

// Annotations of RollUpSum.
func (RollUpSum) Annotations() []schema.Annotation {
	return annotations(table("roll_up_sums", "What published figures sum up to, in parts; kept by triggers on PostgreSQL, empty on SQLite."),
		[]schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
