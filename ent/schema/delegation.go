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

// Delegation lends a role to somebody else for an absence.
type Delegation struct{ ent.Schema }

// Fields of Delegation.
func (Delegation) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("grant_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("The role that is lent."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("Where the role is lent: the agency of the grant, or one it reaches."),
		field.UUID("from_id", uuid.UUID{}).Immutable().Comment("Whose role it is."),
		field.UUID("to_id", uuid.UUID{}).Immutable().Comment("Who acts meanwhile."),
		roleField("The role."),
		field.Time("starts_at").SchemaType(instant).Immutable().Comment("First moment."),
		field.Time("ends_at").SchemaType(instant).Immutable().Comment("Last moment."),
		field.String("reason").NotEmpty().Immutable().Validate(clean).Annotations(unfiltered()).Comment("Why."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When it was made."),
		field.Time("revoked_at").SchemaType(instant).Optional().Nillable().Comment("When it was taken back."),
	}
}

// Edges of Delegation.
func (Delegation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("grant", RoleGrant.Type).Unique().Required().Immutable().Field("grant_id").Annotations(entgql.Skip(entgql.SkipAll)).Comment("The role that is lent."),
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Where."),
		edge.To("from", Person.Type).Unique().Required().Immutable().Field("from_id").Annotations(unfiltered()).Comment("Whose role it is."),
		edge.To("to", Person.Type).Unique().Required().Immutable().Field("to_id").Annotations(unfiltered()).Comment("Who acts meanwhile."),
	}
}

// Indexes of Delegation.
func (Delegation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("to_id", "ends_at"), // sign-in
		index.Fields("from_id"),          // what one has lent
		index.Fields("agency_id"),        // delegations at an agency
		index.Fields("grant_id"),         // what ends with a grant
	}
}

// Policy of Delegation: those concerned, and who administers the agency.
func (Delegation) Policy() ent.Policy { return rule.Delegations() }

// Annotations of Delegation.
func (Delegation) Annotations() []schema.Annotation {
	return annotations(table("delegations", "A role lent for an absence."), node(),
		[]schema.Annotation{checks(map[string]string{
			"delegation_in_order":      "starts_at < ends_at",
			"delegation_to_other_hand": "from_id <> to_id",
		})})
}
