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

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Figure is a value somebody stated of an indicator. A better one supersedes
// it; nothing is overwritten.
type Figure struct{ ent.Schema }

// Fields of Figure.
func (Figure) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("indicator_id", uuid.UUID{}).Immutable().Comment("What was measured."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("Whose figure it is."),
		field.Int("year").Immutable().Comment("The year it is for."),
		field.UUID("window_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The window it was reported in; null for a figure of the whole year."),
		field.UUID("submission_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The report it came in."),
		field.Enum("grade").Values("ESTIMATE", "PRELIMINARY", "OFFICIAL").Immutable().Comment("Grade: ước tính, sơ bộ, chính thức (Statistics Law, article 48)."),
		field.Enum("source").Values("DECLARED", "MEASURED", "STATISTICS_OFFICE", "DOCUMENT").Immutable().Comment("Where it comes from."),
		decimalField("stated_value", "The number as stated; null where it is given as a fraction."),
		decimalField("numerator", "Upper part of a fraction, exact."),
		decimalField("denominator", "Lower part of a fraction, exact, not zero."),
		field.String("text").Optional().Nillable().Immutable().Validate(clean).Annotations(unfiltered()).Comment("As printed."),
		field.String("note").Optional().Nillable().Immutable().Validate(clean).Annotations(unfiltered()).Comment("Remark of the source."),
		field.UUID("legal_document_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The document that prints it."),
		field.Time("recorded_at").SchemaType(instant).Default(now).Immutable().Annotations(entgql.OrderField("RECORDED_AT")).Comment("When it became known here."),
		field.String("period_key").MaxLen(16).Immutable().Annotations(orderKey("PERIOD")...).Comment("Year and quarter, for the order of periods."),
		field.Time("superseded_at").SchemaType(instant).Optional().Nillable().Comment("When a later figure took its place; null for the one in force."),
		field.UUID("supersedes_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The figure it took the place of."),
		field.String("reason").Optional().Nillable().Immutable().Validate(clean).Annotations(unfiltered()).Comment("Why it took the place of another."),
		field.Bool("prefilled").Default(false).Immutable().Comment("Whether it is the last known figure, put in as a suggestion and not confirmed by anybody."),
		field.Time("approved_at").SchemaType(instant).Optional().Nillable().Comment("When it was approved; null while it waits. What a document prints is approved."),
		field.Time("published_at").SchemaType(instant).Optional().Nillable().Comment("Since when the public may see it; null while it may not."),
	}
}

// Edges of Figure.
func (Figure) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("indicator", Indicator.Type).Unique().Required().Immutable().Field("indicator_id").Comment("What was measured."),
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Whose figure it is."),
		edge.To("window", ReportingWindow.Type).Unique().Immutable().Field("window_id").Comment("The window it was reported in."),
		edge.To("submission", Submission.Type).Unique().Immutable().Field("submission_id").Annotations(unfiltered()).Comment("The report it came in."),
		edge.From("reviews", Review.Type).Ref("figures").Annotations(unfiltered()).Comment("What reviewers did with it, the earliest first."),
		edge.To("legal_document", LegalDocument.Type).Unique().Immutable().Field("legal_document_id").Comment("The document that prints it."),
		edge.To("superseded_by", Figure.Type).Unique().Annotations(unfiltered()).Comment("The figure that took its place.").
			From("supersedes").Unique().Immutable().Field("supersedes_id").Annotations(unfiltered()).Comment("The figure it took the place of."),
	}
}

// Indexes of Figure.
func (Figure) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("indicator_id", "agency_id", "window_id", "grade", "source").Unique().StorageKey("figure_in_force").
			Annotations(entsql.IndexWhere("superseded_at IS NULL AND approved_at IS NOT NULL AND window_id IS NOT NULL AND legal_document_id IS NULL")), // one approved figure a cell
		index.Fields("submission_id", "indicator_id").Unique().StorageKey("figure_pending").
			Annotations(entsql.IndexWhere("superseded_at IS NULL AND approved_at IS NULL AND submission_id IS NOT NULL")), // one waiting figure a cell
		index.Fields("indicator_id", "agency_id", "year", "grade", "source").Unique().StorageKey("figure_of_year_in_force").
			Annotations(entsql.IndexWhere("superseded_at IS NULL AND window_id IS NULL AND legal_document_id IS NULL")), // one reported figure a year
		index.Fields("legal_document_id", "indicator_id", "agency_id", "period_key", "grade").Unique().StorageKey("figure_of_document_in_force").
			Annotations(entsql.IndexWhere("superseded_at IS NULL AND legal_document_id IS NOT NULL")), // a document states a figure once; documents may disagree
		index.Fields("agency_id", "indicator_id", "period_key", "recorded_at", "id"), // dashboard: the latest figure of each indicator
		index.Fields("indicator_id", "period_key", "id"),                             // figures of an indicator, latest first
		index.Fields("indicator_id", "window_id"),                                    // roll-up
		index.Fields("window_id", "indicator_id").StorageKey("figure_unpublished").
			Annotations(entsql.IndexWhere("approved_at IS NOT NULL AND superseded_at IS NULL AND published_at IS NULL AND window_id IS NOT NULL")), // roll-up of what has no sums
		index.Fields("window_id", "recorded_at", "id"), // figures of a window, latest first
		index.Fields("submission_id"),                  // figures of a report
		index.Fields("legal_document_id"),              // what rests on a document
		index.Fields("period_key", "id"),               // orderBy PERIOD
		index.Fields("recorded_at", "id"),              // orderBy RECORDED_AT
	}
}

// Interceptors of Figure: reads as of a time see the figures of then.
func (Figure) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Figures} }

// Policy of Figure: the public sees what is published; those with a role at
// the agency see its own; those who measure see what was submitted to them.
func (Figure) Policy() ent.Policy { return rule.Figures() }

// Annotations of Figure.
func (Figure) Annotations() []schema.Annotation {
	return annotations(table("figures", "A value somebody stated of an indicator; better ones supersede, nothing is overwritten."), node(),
		[]schema.Annotation{checks(map[string]string{
			"figure_value_or_fraction":     "stated_value IS NOT NULL AND numerator IS NULL AND denominator IS NULL OR stated_value IS NULL AND numerator IS NOT NULL AND denominator IS NOT NULL",
			"figure_denominator_not_zero":  "denominator IS NULL OR CAST(denominator AS numeric) <> 0",
			"figure_document_named":        "source <> 'DOCUMENT' OR legal_document_id IS NOT NULL",
			"figure_published_if_approved": "published_at IS NULL OR approved_at IS NOT NULL",
		})})
}
