package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// AgencyReach says which agencies a role at an agency reaches: itself, what
// belongs to it, the members of groups in force, and so on down. The database
// keeps it by triggers on agencies and their memberships, whoever writes those;
// nobody writes it. Statements look one agency up, or all below one, without
// walking.
type AgencyReach struct{ ent.Schema }

// Fields of AgencyReach.
func (AgencyReach) Fields() []ent.Field {
	return []ent.Field{
		field.UUID("over_id", uuid.UUID{}).Immutable().Comment("Where the role is."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("What it reaches."),
	}
}

// Indexes of AgencyReach.
func (AgencyReach) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("over_id", "agency_id").Unique(), // what a role reaches
		index.Fields("agency_id", "over_id"),          // which of a viewer's roles reach the agency of a row
	}
}

// Hooks of AgencyReach: the database keeps it.
func (AgencyReach) Hooks() []ent.Hook { return []ent.Hook{rule.KeptByDatabase} }

// Policy of AgencyReach: programs of the instance.
func (AgencyReach) Policy() ent.Policy { return rule.Internal() }

// Annotations of AgencyReach.
func (AgencyReach) Annotations() []schema.Annotation {
	return annotations(table("agency_reach", "Which agencies a role at an agency reaches; kept by triggers, never written otherwise."),
		[]schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
