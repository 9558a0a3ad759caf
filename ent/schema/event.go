package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Event is a line of the record: who did what, when, from which value to
// which. Rows are only ever added, and each holds the hash of the one before
// in its chain: the agency's, or the instance's where no agency is concerned.
type Event struct{ ent.Schema }

// Fields of Event.
func (Event) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Annotations(entgql.OrderField("AT")).Comment("When."),
		field.String("actor").NotEmpty().Immutable().Annotations(unfiltered()).Comment("Who: a person's name or a program."),
		field.UUID("actor_id", uuid.UUID{}).Optional().Nillable().Immutable().Annotations(internal()).Comment("The person; null for a program."),
		field.String("on_behalf_of").Optional().Nillable().Immutable().Annotations(unfiltered()).Comment("For whom, where it was by delegation."),
		field.String("action").NotEmpty().MaxLen(64).Immutable().Comment("What, such as submission.submit."),
		field.String("entity").NotEmpty().MaxLen(64).Immutable().Comment("Type of what was changed."),
		field.UUID("entity_id", uuid.UUID{}).Optional().Nillable().Immutable().Annotations(internal()).Comment("Key of what was changed."),
		field.UUID("agency_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The agency concerned; null for the instance."),
		field.String("label").Optional().Nillable().Immutable().Annotations(unfiltered()).Comment("Its code, for readers."),
		field.JSON("before", json.RawMessage{}).Optional().Immutable().Annotations(entgql.Type("JSON"), unfiltered()).Comment("Values before, by field."),
		field.JSON("after", json.RawMessage{}).Optional().Immutable().Annotations(entgql.Type("JSON"), unfiltered()).Comment("Values after, by field."),
		field.Int64("sequence").Default(0).NonNegative().Immutable().Annotations(entgql.Type("Int"), unfiltered()).Comment("Place in its chain, from 1; 0 for events older than chains."),
		field.Bytes("previous_hash").Optional().Immutable().Annotations(internal()).Comment("Hash of the event before in the chain."),
		field.Bytes("hash").Optional().Immutable().Annotations(internal()).Comment("SHA-256 over the event and the hash before."),
	}
}

// Edges of Event.
func (Event) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("agency", Agency.Type).Unique().Immutable().Field("agency_id").Comment("The agency concerned; null for the instance."),
	}
}

// Indexes of Event.
func (Event) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("action", "label"), // whether a bundle was loaded
		index.Fields("entity_id", "at"), // the history of one thing
		index.Fields("at", "id"),        // orderBy AT
		index.Fields("agency_id", "sequence").Unique().Annotations(entsql.IndexWhere("agency_id IS NOT NULL")),                                    // the chain of an agency
		index.Fields("sequence").Unique().StorageKey("event_instance_chain").Annotations(entsql.IndexWhere("agency_id IS NULL AND sequence > 0")), // the chain of the instance
	}
}

// Hooks of Event: nothing is changed or removed.
func (Event) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Interceptors of Event: reads as of a time see the events of then.
func (Event) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Events} }

// Policy of Event: those with a role at the agency; those of the instance only
// who reads all.
func (Event) Policy() ent.Policy { return rule.Events() }

// Annotations of Event.
func (Event) Annotations() []schema.Annotation {
	return annotations(table("events", "Who did what, when, from which value to which; append-only."), node())
}
