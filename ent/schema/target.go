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
)

// Target is what a plan expects of an indicator in one year. A decision that
// changes it adds a version; the old one stays.
type Target struct{ ent.Schema }

// Fields of Target.
func (Target) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("indicator_id", uuid.UUID{}).Immutable().Comment("The indicator."),
		field.Int("year").Immutable().Annotations(entgql.OrderField("YEAR")).Comment("The year it is for."),
		field.Enum("kind").Values("BASELINE", "PLAN", "GOAL").Immutable().
			Comment("BASELINE: the value printed for the base year; PLAN: planned for the year; GOAL: the aim at the end of the plan."),
		field.Enum("comparator").
			NamedValues("Equal", "EQ", "Above", "GT", "AtLeast", "GTE", "Below", "LT", "AtMost", "LTE", "Top", "TOP").Optional().Nillable().Immutable().
			Comment("How a figure compares with the value; TOP n means rank n or better. Null where the plan prints no number."),
		decimalField("value", "The number, exact; null where the plan prints none, which is not zero."),
		field.String("text").NotEmpty().Immutable().Validate(clean).Annotations(unfiltered()).
			Comment("The cell as printed; - means nothing planned for the year."),
		field.String("note").Optional().Nillable().Immutable().Validate(clean).Annotations(unfiltered()).Comment("Footnote of the cell."),
		field.Time("due_on").SchemaType(day).Optional().Nillable().Immutable().Annotations(entgql.Type("Date")).
			Comment("Last day allowed, for milestones."),
		field.Int("quarter").Optional().Nillable().Immutable().Comment("Quarter of the milestone, 1 to 4."),
		field.UUID("decided_by_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The deciding document."),
		field.Int("version").Default(1).Immutable().Comment("1 for the first; each revision adds one."),
		field.Time("recorded_at").SchemaType(instant).Default(now).Immutable().Comment("When the version became known here."),
		field.Time("superseded_at").SchemaType(instant).Optional().Nillable().
			Comment("When a later version took its place; null for the version in force."),
		field.UUID("supersedes_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The version it took the place of."),
	}
}

// Edges of Target.
func (Target) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("indicator", Indicator.Type).Unique().Required().Immutable().Field("indicator_id").Comment("The indicator."),
		edge.To("decided_by", LegalDocument.Type).Unique().Immutable().Field("decided_by_id").Comment("The deciding document."),
		edge.To("superseded_by", Target.Type).Unique().Comment("The version that took its place.").
			From("supersedes").Unique().Immutable().Field("supersedes_id").Comment("The version it took the place of."),
	}
}

// Indexes of Target.
func (Target) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("indicator_id", "year", "kind").Unique().StorageKey("target_in_force").
			Annotations(entsql.IndexWhere("superseded_at IS NULL")), // one version in force; targets of an indicator
		index.Fields("indicator_id", "year", "kind", "version").Unique(), // the history of a target
		index.Fields("year", "id"),                                       // orderBy YEAR
		index.Fields("decided_by_id"),                                    // what rests on a document
	}
}

// Policy of Target: published.
func (Target) Policy() ent.Policy { return rule.Public() }

// Annotations of Target.
func (Target) Annotations() []schema.Annotation {
	return annotations(table("targets", "What a plan expects of an indicator in one year; revisions supersede, nothing is overwritten."), node(),
		[]schema.Annotation{checks(map[string]string{
			"target_value_has_comparator": "value IS NULL AND comparator IS NULL OR value IS NOT NULL AND comparator IS NOT NULL",
			"target_quarter":              "quarter IS NULL OR quarter BETWEEN 1 AND 4",
			"target_version_positive":     "version > 0",
		})})
}
