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

// AgencyMembership makes an agency a member of a group for a time. The names
// of its columns are those ent derives from Agency.members and its inverse.
type AgencyMembership struct{ ent.Schema }

// Fields of AgencyMembership.
func (AgencyMembership) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("member_of_id", uuid.UUID{}).Immutable().Comment("The member: what is a member of the agency."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("The group."),
		field.Time("valid_from").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).
			Comment("First day of membership; null for always."),
		field.Time("valid_to").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).
			Comment("Last day of membership; null while it lasts."),
	}
}

// Edges of AgencyMembership.
func (AgencyMembership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("member_of", Agency.Type).Unique().Required().Immutable().Field("member_of_id").Comment("The member: what is a member of the agency."),
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("The group."),
	}
}

// Indexes of AgencyMembership.
func (AgencyMembership) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("agency_id", "member_of_id").Unique(), // members of a group; one row a pair
		index.Fields("member_of_id", "agency_id"),          // groups of an agency: duties through groups
	}
}

// Policy of AgencyMembership: the catalogue is public.
func (AgencyMembership) Policy() ent.Policy { return rule.Public() }

// Annotations of AgencyMembership.
func (AgencyMembership) Annotations() []schema.Annotation {
	return annotations(table("agency_memberships", "Membership of an agency in a group."), []schema.Annotation{
		entgql.Skip(entgql.SkipAll),
		checks(map[string]string{
			"membership_not_of_itself": "agency_id <> member_of_id",
			"membership_in_order":      "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to",
		})})
}
