package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Webhook is an address of an agency's system that takes digests.
type Webhook struct{ ent.Schema }

// Fields of Webhook.
func (Webhook) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("Whose system it is."),
		field.String("url").NotEmpty().MaxLen(2048).Immutable().Validate(clean).Annotations(unfiltered()).Comment("Where digests are posted; https."),
		field.String("secret").Sensitive().Immutable().Annotations(internal()).Comment("Signs what is posted; shown once."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When it was made."),
		field.UUID("author_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who made it."),
		field.Time("removed_at").SchemaType(instant).Optional().Nillable().Comment("Since when it is no longer used."),
	}
}

// Edges of Webhook.
func (Webhook) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Whose system it is."),
		edge.To("by", Person.Type).Unique().Required().Immutable().Field("author_id").Annotations(unfiltered()).Comment("Who made it."),
	}
}

// Indexes of Webhook.
func (Webhook) Indexes() []ent.Index {
	return []ent.Index{index.Fields("agency_id")} // where an agency's digest goes
}

// Policy of Webhook: who administers the agency.
func (Webhook) Policy() ent.Policy { return rule.Administration() }

// Annotations of Webhook.
func (Webhook) Annotations() []schema.Annotation {
	return annotations(table("webhooks", "An address of an agency's system that takes digests."), node())
}
