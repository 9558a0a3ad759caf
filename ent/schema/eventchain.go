package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// EventChain is the head of a chain of events: one row an agency, so that
// writers of different agencies never wait for each other.
type EventChain struct{ ent.Schema }

// Fields of EventChain.
func (EventChain) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("chain").NotEmpty().MaxLen(36).Immutable().Comment("Key of the agency, or instance; unique."),
		field.Int64("sequence").NonNegative().Comment("Place of the last event."),
		field.Bytes("hash").Optional().Comment("Hash of the last event."),
	}
}

// Indexes of EventChain.
func (EventChain) Indexes() []ent.Index {
	return []ent.Index{index.Fields("chain").Unique()} // the head to lock
}

// Policy of EventChain: programs of the instance.
func (EventChain) Policy() ent.Policy { return rule.Internal() }

// Annotations of EventChain.
func (EventChain) Annotations() []schema.Annotation {
	return annotations(table("event_chains", "The head of a chain of events."), []schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
