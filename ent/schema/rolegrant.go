package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// RoleGrant gives a person a role at an agency. It reaches what belongs to the
// agency and, at a group, the members.
type RoleGrant struct{ ent.Schema }

// roleField is a role, as the graph and the access rules name it.
func roleField(comment string) ent.Field {
	return field.Enum("role").GoType(viewer.Role("")).Immutable().Annotations(entgql.Type("Role")).Comment(comment)
}

// Fields of RoleGrant.
func (RoleGrant) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("person_id", uuid.UUID{}).Immutable().Comment("Who has the role."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("Where."),
		roleField("The role."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When it was granted."),
		field.UUID("author_id", uuid.UUID{}).Optional().Nillable().Immutable().Annotations(internal()).Comment("Who granted it; null where a program of the instance did."),
		field.Time("until").SchemaType(instant).Optional().Nillable().Immutable().Comment("When it ends by itself; null for never."),
		field.Time("revoked_at").SchemaType(instant).Optional().Nillable().Comment("When it was taken back."),
	}
}

// Edges of RoleGrant.
func (RoleGrant) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(unfiltered()).Comment("Who has the role."),
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Where."),
		edge.To("by", Person.Type).Unique().Immutable().Field("author_id").Annotations(unfiltered()).Comment("Who granted it."),
	}
}

// Indexes of RoleGrant.
func (RoleGrant) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("person_id", "agency_id", "role").Unique().StorageKey("role_grant_in_force").
			Annotations(entsql.IndexWhere("revoked_at IS NULL")), // sign-in; no role twice
		index.Fields("agency_id", "role"), // who is to be reminded
		index.Fields("person_id"),         // whom one may see
		index.Fields("author_id").Annotations(entsql.IndexWhere("author_id IS NOT NULL")), // whom one may see
	}
}

// Policy of RoleGrant: one's own, and those at agencies one administers.
func (RoleGrant) Policy() ent.Policy { return rule.Grants() }

// Annotations of RoleGrant.
func (RoleGrant) Annotations() []schema.Annotation {
	return annotations(table("role_grants", "A role of a person at an agency."), node())
}
