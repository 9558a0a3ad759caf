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

// Plan is a set of indicators and tasks under one decision.
type Plan struct{ ent.Schema }

// Fields of Plan.
func (Plan) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("code").NotEmpty().MaxLen(64).Immutable().Validate(clean).Comment("Code of the plan, such as 2021-2025; unique."),
		field.String("code_key").Annotations(orderKey("CODE")...).Comment("The code in natural order."),
		field.String("name").NotEmpty().Validate(clean).Annotations(unfiltered()).Comment("Official name in Vietnamese."),
		field.String("name_en").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Name in English."),
		field.String("version").NotEmpty().Comment("Version of the plan's content, as its bundle states it."),
		field.Int("year_from").Comment("First year of the plan."),
		field.Int("year_to").Comment("Last year of the plan."),
		field.UUID("legal_document_id", uuid.UUID{}).Optional().Nillable().Comment("The document that enacts the plan."),
	}
}

// Edges of Plan.
func (Plan) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("legal_document", LegalDocument.Type).Unique().Field("legal_document_id").Comment("The document that enacts the plan."),
		edge.From("indicators", Indicator.Type).Ref("plan").Comment("Indicators and headings of the plan.").
			Annotations(entgql.RelayConnection()),
		edge.From("tasks", Task.Type).Ref("plan").Comment("Tasks of the plan.").Annotations(entgql.RelayConnection()),
	}
}

// Indexes of Plan.
func (Plan) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("code").Unique(),     // plan(code:)
		index.Fields("code_key", "id"),    // orderBy CODE
		index.Fields("legal_document_id"), // what rests on a document
	}
}

// Hooks of Plan.
func (Plan) Hooks() []ent.Hook { return []ent.Hook{derive("code_key", "code", sortkey.Code)} }

// Policy of Plan: published.
func (Plan) Policy() ent.Policy { return rule.Public() }

// Annotations of Plan.
func (Plan) Annotations() []schema.Annotation {
	return annotations(table("plans", "A set of indicators and tasks under one decision."), node(),
		[]schema.Annotation{checks(map[string]string{"plan_years_in_order": "year_from <= year_to"})})
}
