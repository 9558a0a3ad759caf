package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// AgencySuccession records that one agency took the place of another.
type AgencySuccession struct{ ent.Schema }

// Fields of AgencySuccession.
func (AgencySuccession) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("predecessor_id", uuid.UUID{}).Immutable().Comment("The agency that was."),
		field.UUID("successor_id", uuid.UUID{}).Immutable().Comment("The agency that came."),
		field.Enum("kind").Values("MERGE", "SPLIT", "RENAME", "MOVE").Comment("What happened to the predecessor."),
		field.Time("effective_on").SchemaType(day).Annotations(entgql.Type("Date")).
			Comment("First day on which the successor acts."),
		field.UUID("legal_document_id", uuid.UUID{}).Optional().Nillable().Comment("The deciding document."),
		field.String("note").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Remark."),
	}
}

// Edges of AgencySuccession.
func (AgencySuccession) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("predecessor", Agency.Type).Unique().Required().Immutable().Field("predecessor_id").Comment("The agency that was."),
		edge.To("successor", Agency.Type).Unique().Required().Immutable().Field("successor_id").Comment("The agency that came."),
		edge.To("legal_document", LegalDocument.Type).Unique().Field("legal_document_id").Comment("The deciding document."),
	}
}

// Indexes of AgencySuccession.
func (AgencySuccession) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("predecessor_id", "successor_id", "effective_on").Unique(), // successors of an agency
		index.Fields("successor_id"), // predecessors of an agency
	}
}

// Policy of AgencySuccession: the catalogue is public.
func (AgencySuccession) Policy() ent.Policy { return rule.Public() }

// Annotations of AgencySuccession.
func (AgencySuccession) Annotations() []schema.Annotation {
	return annotations(table("agency_successions", "A reorganisation: one agency took the place of another, wholly or in part."),
		[]schema.Annotation{checks(map[string]string{"succession_not_of_itself": "predecessor_id <> successor_id"})})
}
