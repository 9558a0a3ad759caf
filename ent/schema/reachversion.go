package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// ReachVersion names the state that AgencyReach is in, in its only row: whoever
// keeps what it found out there compares. Triggers on that table give another name
// with each change, in the same transaction. It is random and no number: a database
// that was restored does not come to a name it had in another past.
type ReachVersion struct{ ent.Schema }

// Fields of ReachVersion.
func (ReachVersion) Fields() []ent.Field {
	return []ent.Field{
		field.String("version").MaxLen(36).Immutable().Comment("Name of the state, another one after each change."),
	}
}

// Hooks of ReachVersion: the database keeps it.
func (ReachVersion) Hooks() []ent.Hook { return []ent.Hook{rule.KeptByDatabase} }

// Policy of ReachVersion: programs of the instance.
func (ReachVersion) Policy() ent.Policy { return rule.Internal() }

// Annotations of ReachVersion.
func (ReachVersion) Annotations() []schema.Annotation {
	return annotations(table("reach_versions", "The name of the state that agency_reach is in; kept by triggers, never written otherwise."),
		[]schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
