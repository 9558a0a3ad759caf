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

// MachineToken is the credential of a program that acts at an agency. Only its
// hash is kept.
type MachineToken struct{ ent.Schema }

// Fields of MachineToken.
func (MachineToken) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("name").NotEmpty().MaxLen(100).Immutable().Validate(clean).Comment("What it is for."),
		field.String("hint").MaxLen(16).Immutable().Annotations(unfiltered()).Comment("How it begins, to tell tokens apart."),
		field.Bytes("hash").Immutable().Sensitive().Annotations(internal()).Comment("SHA-256 of the token."),
		field.UUID("person_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("The name under which it acts."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("Where it acts."),
		roleField("The role it has."),
		field.JSON("scopes", []string{}).Immutable().Annotations(entgql.Type("[TokenScope!]"), internal()).Comment("What it may do of what the role may."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Annotations(entgql.OrderField("CREATED_AT")).Comment("When it was made."),
		field.UUID("author_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who made it."),
		field.Time("expires_at").SchemaType(instant).Immutable().Comment("Until when it is good."),
		field.Time("revoked_at").SchemaType(instant).Optional().Nillable().Comment("When it was revoked."),
		field.Time("last_used_at").SchemaType(instant).Optional().Nillable().Comment("When it was last used, to the minute."),
	}
}

// Edges of MachineToken.
func (MachineToken) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id").Annotations(entgql.Skip(entgql.SkipAll)).Comment("The name under which it acts."),
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Where it acts."),
		edge.To("by", Person.Type).Unique().Required().Immutable().Field("author_id").Annotations(unfiltered()).Comment("Who made it."),
	}
}

// Indexes of MachineToken.
func (MachineToken) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("hash").Unique(), // sign-in
		index.Fields("agency_id"),     // tokens at an agency
		index.Fields("at", "id"),      // orderBy CREATED_AT
	}
}

// Policy of MachineToken: who administers the agency.
func (MachineToken) Policy() ent.Policy { return rule.Administration() }

// Annotations of MachineToken.
func (MachineToken) Annotations() []schema.Annotation {
	return annotations(table("machine_tokens", "The credential of a program that acts at an agency."), node())
}
