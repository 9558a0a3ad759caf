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
	"github.com/tiendo-vn/tiendo/ent/sortkey"
)

// Indicator is a measure of a plan, or a heading over measures.
type Indicator struct{ ent.Schema }

// Fields of Indicator.
func (Indicator) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("plan_id", uuid.UUID{}).Immutable().Comment("The plan it belongs to."),
		field.String("code").NotEmpty().MaxLen(64).Immutable().Validate(clean).
			Comment("Code as printed, such as 3.5.1; unique in its plan."),
		field.String("code_key").Annotations(orderKey("CODE")...).Comment("The code in natural order."),
		field.UUID("parent_id", uuid.UUID{}).Optional().Nillable().Comment("The heading above."),
		field.Enum("kind").Values("INDICATOR", "GROUP").Comment("A measure, or a heading over measures."),
		field.String("name").NotEmpty().Validate(clean).Annotations(unfiltered()).Comment("Name as printed, in Vietnamese."),
		field.String("name_key").Annotations(orderKey("NAME")...).Comment("The name in Vietnamese alphabetical order."),
		field.String("name_en").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Name in English."),
		field.Enum("unit").Values("PERCENT", "RANK", "MILESTONE").Optional().Nillable().
			Comment("Unit of its figures; null for headings. A MILESTONE has a date instead of a number."),
		field.Enum("direction").Values("UP", "DOWN").Optional().Nillable().
			Comment("UP: more is better; DOWN: less is better, as with ranks. Null where neither holds."),
		field.Enum("accumulation").Values("STOCK", "FLOW", "ACCUMULATED", "CAPACITY", "REDUCTION", "ANNUAL_REDUCTION").Default("STOCK").
			Comment("How figures of successive periods relate: a STOCK is the state at the end of the period."),
		field.Enum("aggregation").Values("NONE", "SUM", "AVERAGE", "RATIO").Default("RATIO").
			Comment("How figures of agencies become one: a RATIO divides the summed numerators by the summed denominators."),
		field.Bool("allows_over_100").Default(false).Comment("Whether a percentage may exceed 100."),
		field.String("note").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Footnote as printed."),
		field.String("reference").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Place in the document."),
		field.Bool("reported_done").Optional().Nillable().
			Comment("Whether the document itself lists the measure as reached; null where it says nothing."),
		field.UUID("owner_id", uuid.UUID{}).Optional().Nillable().
			Comment("The agency whose own indicator it is; null for those of the plan."),
		field.String("search_text").Annotations(internal()).Comment("Folded code and names, for search."),
	}
}

// Edges of Indicator.
func (Indicator) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("plan", Plan.Type).Unique().Required().Immutable().Field("plan_id").Comment("The plan it belongs to."),
		edge.To("children", Indicator.Type).Comment("Indicators under this heading, in the order of their codes.").
			From("parent").Unique().Field("parent_id").Comment("The heading above."),
		edge.To("owner", Agency.Type).Unique().Field("owner_id").Comment("The agency whose own indicator it is."),
		edge.To("legal_bases", LegalDocument.Type).Comment("Documents the indicator rests on."),
		edge.To("same_as", Indicator.Type).Comment("The same measure in other plans."),
		edge.From("targets", Target.Type).Ref("indicator").
			Comment("Targets of the indicator.").Annotations(entgql.MapsTo("targets", "targetHistory")),
		edge.From("figures", Figure.Type).Ref("indicator").
			Comment("Figures known of the indicator.").Annotations(entgql.RelayConnection(), unfiltered()),
		edge.From("assignments", Assignment.Type).Ref("indicator").
			Comment("Who is assigned what of the indicator.").Annotations(entgql.MapsTo("assignments")),
		edge.From("tasks", Task.Type).Ref("indicators").
			Comment("Tasks that serve the indicator.").Annotations(entgql.RelayConnection()),
	}
}

// Indexes of Indicator.
func (Indicator) Indexes() []ent.Index {
	return []ent.Index{
		searchIndex(),
		index.Fields("plan_id", "code").Unique(),  // indicator(plan:, code:)
		index.Fields("plan_id", "code_key", "id"), // indicators of a plan in order
		index.Fields("code_key", "id"),            // orderBy CODE
		index.Fields("name_key", "id"),            // orderBy NAME
		index.Fields("parent_id"),                 // children
	}
}

// Hooks of Indicator.
func (Indicator) Hooks() []ent.Hook {
	return []ent.Hook{
		derive("code_key", "code", sortkey.Code),
		derive("name_key", "name", sortkey.Name),
		searchable("code", "name", "name_en"),
	}
}

// Policy of Indicator: published.
func (Indicator) Policy() ent.Policy { return rule.Public() }

// Annotations of Indicator.
func (Indicator) Annotations() []schema.Annotation {
	return annotations(table("indicators", "A measure of a plan, or a heading over measures."), node(),
		[]schema.Annotation{checks(map[string]string{
			"indicator_measures_have_a_unit": "kind = 'INDICATOR' AND unit IS NOT NULL OR kind = 'GROUP' AND unit IS NULL",
		})})
}
