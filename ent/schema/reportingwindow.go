package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/rule"
)

// ReportingWindow is a period to report on and the dates for doing so: data
// with a citation, never code.
type ReportingWindow struct{ ent.Schema }

// Fields of ReportingWindow.
func (ReportingWindow) Fields() []ent.Field {
	at := func(name, comment string) ent.Field {
		return field.Time(name).SchemaType(instant).Comment(comment)
	}
	return []ent.Field{
		keyField(),
		field.String("code").NotEmpty().MaxLen(16).Immutable().Validate(clean).Comment("Code, such as 2023-Q1; unique."),
		field.Int("year").Comment("Year of the window."),
		field.Int("quarter").Comment("Quarter of the year, 1 to 4; the span it covers is not the calendar quarter."),
		field.Time("covers_from").SchemaType(day).Annotations(entgql.Type("Date"), entgql.OrderField("COVERS_FROM")).Comment("First day the figures cover."),
		field.Time("covers_to").SchemaType(day).Annotations(entgql.Type("Date")).Comment("Last day the figures cover."),
		at("opens_at", "From when figures can be submitted."),
		field.Time("due_at").SchemaType(instant).Annotations(entgql.OrderField("DUE_AT")).Comment("Last moment on time."),
		at("grace_until", "Last moment at which a late submission is excused; equal to dueAt where no grace is granted."),
		at("locks_at", "From when nothing can be submitted without a reopening."),
		field.Enum("expected_grade").Values("ESTIMATE", "PRELIMINARY", "OFFICIAL").Comment("Grade of figure expected at the due date."),
		field.JSON("required_narratives", []string{}).Optional().Annotations(entgql.Type("[NarrativeKind!]"), internal()).
			Comment("Kinds of narrative that must come with the figures."),
		field.UUID("legal_document_id", uuid.UUID{}).Optional().Nillable().Comment("The document that sets the dates."),
		field.String("section").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Section of the document."),
		field.String("note").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Which dates the text gives and which are set here."),
	}
}

// Edges of ReportingWindow.
func (ReportingWindow) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("legal_document", LegalDocument.Type).Unique().Field("legal_document_id").Comment("The document that sets the dates."),
		edge.From("changes", WindowChange.Type).Ref("window").Comment("Changes to its dates that the viewer may see, the earliest first.").Annotations(unfiltered()),
		edge.From("submissions", Submission.Type).Ref("window").Comment("Reports for the window.").
			Annotations(entgql.RelayConnection(), unfiltered()),
	}
}

// Indexes of ReportingWindow.
func (ReportingWindow) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("code").Unique(),     // reportingWindow(code:)
		index.Fields("covers_from", "id"), // orderBy COVERS_FROM
		index.Fields("due_at", "id"),      // orderBy DUE_AT
		index.Fields("legal_document_id"), // what rests on a document
	}
}

// Interceptors of ReportingWindow: reads as of a time see the dates of then.
func (ReportingWindow) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Windows} }

// Policy of ReportingWindow: published; coordinators change the dates.
func (ReportingWindow) Policy() ent.Policy { return rule.Windows() }

// Annotations of ReportingWindow.
func (ReportingWindow) Annotations() []schema.Annotation {
	return annotations(table("reporting_windows", "A period to report on and the dates for doing so."), node(),
		[]schema.Annotation{checks(map[string]string{
			"window_quarter":         "quarter BETWEEN 1 AND 4",
			"window_covers_in_order": "covers_from <= covers_to",
			"window_dates_in_order":  "opens_at <= due_at AND due_at <= grace_until AND grace_until <= locks_at",
		})})
}
