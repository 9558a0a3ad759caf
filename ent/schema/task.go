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

// Task is something a plan orders to be done.
type Task struct{ ent.Schema }

// Fields of Task.
func (Task) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("plan_id", uuid.UUID{}).Immutable().Comment("The plan it belongs to."),
		field.String("code").NotEmpty().MaxLen(64).Immutable().Validate(clean).
			Comment("Code: document, annex and row, such as 749/02/6; unique in its plan."),
		field.String("code_key").Annotations(orderKey("CODE")...).Comment("The code in natural order."),
		field.String("group_title").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("The heading it stands under."),
		field.String("title").NotEmpty().Validate(clean).Annotations(unfiltered()).Comment("The task as printed."),
		field.String("title_key").Annotations(orderKey("TITLE")...).Comment("The title in Vietnamese alphabetical order."),
		field.String("description").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Its content, where the annex has a column for it."),
		field.JSON("expected_results", []string{}).Optional().Comment("Expected results, one by one."),
		field.String("schedule_text").Optional().Nillable().Validate(clean).Annotations(entgql.Skip(entgql.SkipType | entgql.SkipWhereInput)).Comment("Time as printed."),
		field.Enum("schedule_kind").Values("RANGE", "YEAR", "QUARTER", "ANNUAL", "ONGOING").Optional().Nillable().
			Annotations(entgql.Skip(entgql.SkipType)).Comment("Sort of time given; null where none is."),
		field.Int("year_from").Optional().Nillable().Annotations(entgql.Skip(entgql.SkipType)).
			Comment("First year; null where every year or none is named."),
		field.Int("year_to").Optional().Nillable().Annotations(entgql.Skip(entgql.SkipType)).Comment("Last year."),
		field.Int("quarter").Optional().Nillable().Annotations(entgql.Skip(entgql.SkipType)).Comment("Quarter of the last year, 1 to 4."),
		field.Enum("status").Values("OPEN", "DONE").Default("OPEN").Comment("Whether the documents list it as done."),
		field.String("result").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Result as printed."),
		field.JSON("indicator_texts", []string{}).Optional().Comment("Indicators as the annex words them, also those the plan's table lacks."),
		field.String("reference").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Place in the document."),
		field.UUID("legal_document_id", uuid.UUID{}).Optional().Nillable().Comment("The document that orders it."),
		field.String("search_text").Annotations(internal()).Comment("Folded code, title and description, for search."),
	}
}

// Edges of Task.
func (Task) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("plan", Plan.Type).Unique().Required().Immutable().Field("plan_id").Comment("The plan it belongs to."),
		edge.To("legal_document", LegalDocument.Type).Unique().Field("legal_document_id").Comment("The document that orders it."),
		edge.To("indicators", Indicator.Type).Comment("Indicators it serves."),
		edge.From("assignments", Assignment.Type).Ref("task").
			Comment("Who is assigned what of the task.").Annotations(entgql.MapsTo("assignments")),
	}
}

// Indexes of Task.
func (Task) Indexes() []ent.Index {
	return []ent.Index{
		searchIndex(),
		index.Fields("plan_id", "code").Unique(),  // task(plan:, code:)
		index.Fields("plan_id", "code_key", "id"), // tasks of a plan in order
		index.Fields("code_key", "id"),            // orderBy CODE
		index.Fields("title_key", "id"),           // orderBy TITLE
		index.Fields("legal_document_id"),         // what rests on a document
	}
}

// Hooks of Task.
func (Task) Hooks() []ent.Hook {
	return []ent.Hook{
		derive("code_key", "code", sortkey.Code),
		derive("title_key", "title", sortkey.Name),
		searchable("code", "title", "description"),
	}
}

// Policy of Task: published.
func (Task) Policy() ent.Policy { return rule.Public() }

// Annotations of Task.
func (Task) Annotations() []schema.Annotation {
	return annotations(table("tasks", "Something a plan orders to be done."), node(),
		[]schema.Annotation{checks(map[string]string{
			"task_years_in_order": "year_from IS NULL OR year_to IS NULL OR year_from <= year_to",
			"task_quarter":        "quarter IS NULL OR quarter BETWEEN 1 AND 4",
		})})
}
