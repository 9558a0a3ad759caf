package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Event is a line of the record: who did what, when, from which value to
// which. Rows are only ever added.
type Event struct{ ent.Schema }

// Fields of Event.
func (Event) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When."),
		field.String("actor").NotEmpty().Immutable().Comment("Who: a person's name or a program."),
		field.String("action").NotEmpty().MaxLen(64).Immutable().Comment("What, such as plan.load."),
		field.String("entity").NotEmpty().MaxLen(64).Immutable().Comment("Type of what was changed."),
		field.UUID("entity_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("Key of what was changed."),
		field.String("label").Optional().Nillable().Immutable().Comment("Its code, for readers."),
		field.JSON("before", json.RawMessage{}).Optional().Immutable().Comment("Values before, by field."),
		field.JSON("after", json.RawMessage{}).Optional().Immutable().Comment("Values after, by field."),
	}
}

// Indexes of Event.
func (Event) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("action", "label"), // whether a bundle was loaded
		index.Fields("entity_id", "at"), // the history of one thing
	}
}

// Hooks of Event: nothing is changed or removed.
func (Event) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Policy of Event: not public.
func (Event) Policy() ent.Policy { return rule.Restricted() }

// Annotations of Event: not in the graph yet.
func (Event) Annotations() []schema.Annotation {
	return annotations(table("events", "Who did what, when, from which value to which; append-only."), []schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
