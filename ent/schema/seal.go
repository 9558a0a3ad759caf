package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Seal chains the heads of all chains of events, once a day: a chain that was
// rewritten whole no longer fits it.
type Seal struct{ ent.Schema }

// Fields of Seal.
func (Seal) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.Time("day").SchemaType(day).Immutable().Comment("The day, in Viet Nam; unique."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When."),
		field.JSON("heads", json.RawMessage{}).Immutable().Comment("Sequence and hash of every head, by chain."),
		field.Bytes("previous_hash").Optional().Immutable().Comment("Hash of the seal before."),
		field.Bytes("hash").Immutable().Comment("SHA-256 over the heads and the seal before."),
	}
}

// Indexes of Seal.
func (Seal) Indexes() []ent.Index {
	return []ent.Index{index.Fields("day").Unique()} // one a day
}

// Hooks of Seal: nothing is changed or removed.
func (Seal) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Policy of Seal: programs of the instance.
func (Seal) Policy() ent.Policy { return rule.Internal() }

// Annotations of Seal.
func (Seal) Annotations() []schema.Annotation {
	return annotations(table("seals", "The heads of all chains of events, chained once a day."), []schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
