package schema

import (
	"time"

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

// Submission is the report of one agency for one window.
type Submission struct{ ent.Schema }

// neverSubmitted stands in the order of submission times for drafts: a cursor
// over a column that may be null would lose rows.
var neverSubmitted = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// Fields of Submission.
func (Submission) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("Who reports."),
		field.UUID("window_id", uuid.UUID{}).Immutable().Comment("What is reported on."),
		field.Enum("status").Values("DRAFT", "SUBMITTED", "RETURNED", "APPROVED").Default("DRAFT").Comment("Where it stands."),
		field.Int("version").Default(1).Comment("Grows with every change; a change names the version it read."),
		field.Time("changed_at").SchemaType(instant).Default(now).Comment("When it last changed."),
		field.Time("created_at").SchemaType(instant).Default(now).Immutable().Annotations(entgql.OrderField("CREATED_AT")).Comment("When the draft began."),
		field.Time("submitted_at").SchemaType(instant).Optional().Nillable().Comment("When it was last submitted; null for drafts."),
		field.Time("submitted_order").SchemaType(instant).Default(neverSubmitted).Annotations(orderKey("SUBMITTED_AT")...).
			Comment("submittedAt, or the end of time: an order without nulls."),
		field.Time("approved_at").SchemaType(instant).Optional().Nillable().Comment("When it was first approved as a whole."),
		field.Bool("late").Default(false).Comment("Whether it came after the agency's due date: judged by the submission that stands or was first approved, not by those returned."),
		field.Bool("excused").Default(false).Comment("Whether it came after the due date but within the grace."),
		field.Int("drafted").Default(0).NonNegative().Comment("Figures entered and not submitted."),
		field.Int("submitted").Default(0).NonNegative().Comment("Figures that wait for review."),
		field.Int("returned").Default(0).NonNegative().Comment("Figures sent back."),
		field.Int("approved").Default(0).NonNegative().Comment("Figures approved."),
		field.UUID("submitted_by_id", uuid.UUID{}).Optional().Nillable().Annotations(internal()).Comment("Who submitted it."),
		field.UUID("submitted_for_id", uuid.UUID{}).Optional().Nillable().Annotations(internal()).Comment("For whom it was submitted, where that was by delegation."),
		field.UUID("reviewer_id", uuid.UUID{}).Optional().Nillable().Annotations(internal()).Comment("Who reviewed it last."),
	}
}

// Edges of Submission.
func (Submission) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Who reports."),
		edge.To("window", ReportingWindow.Type).Unique().Required().Immutable().Field("window_id").Comment("What is reported on."),
		edge.To("submitted_by", Person.Type).Unique().Field("submitted_by_id").Annotations(unfiltered()).Comment("Who submitted it."),
		edge.To("submitted_for", Person.Type).Unique().Field("submitted_for_id").Annotations(unfiltered()).Comment("For whom it was submitted, where that was by delegation."),
		edge.To("reviewer", Person.Type).Unique().Field("reviewer_id").Annotations(unfiltered()).Comment("Who reviewed it last."),
		edge.From("figures", Figure.Type).Ref("submission").Comment("Figures in the report.").
			Annotations(entgql.RelayConnection(), unfiltered()),
		edge.From("narratives", Narrative.Type).Ref("submission").Comment("Texts in force in the report.").Annotations(unfiltered()),
		edge.From("reviews", Review.Type).Ref("submission").Comment("What reviewers and reporters did with the report, the earliest first.").Annotations(unfiltered()),
		edge.From("waivers", Waiver.Type).Ref("submission").Comment("Warnings that were waived.").Annotations(unfiltered()),
		edge.From("evidence", Evidence.Type).Ref("submission").Comment("Files that prove figures of the report.").Annotations(unfiltered()),
	}
}

// Indexes of Submission.
func (Submission) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("agency_id", "window_id").Unique(),              // the report of an agency
		index.Fields("window_id", "status", "submitted_order", "id"), // reports of a window, latest first
		index.Fields("submitted_order", "id"),                        // orderBy SUBMITTED_AT
		index.Fields("created_at", "id"),                             // orderBy CREATED_AT
		index.Fields("submitted_by_id"),                              // whom one may see
		index.Fields("reviewer_id"),                                  // whom one may see
		index.Fields("submitted_for_id").Annotations(entsql.IndexWhere("submitted_for_id IS NOT NULL")), // whom one may see; few are
	}
}

// Hooks of Submission.
func (Submission) Hooks() []ent.Hook { return []ent.Hook{submittedOrder, recordVersion} }

// Interceptors of Submission: reads as of a time see the versions of then.
func (Submission) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Submissions} }

// Policy of Submission: those with a role at the agency, and those who measure
// what it reports, once it is submitted.
func (Submission) Policy() ent.Policy { return rule.Submissions() }

// Annotations of Submission.
func (Submission) Annotations() []schema.Annotation {
	return annotations(table("submissions", "The report of one agency for one window."), node(),
		[]schema.Annotation{checks(map[string]string{
			"submission_has_a_time":       "status = 'DRAFT' OR submitted_at IS NOT NULL",
			"submission_version_positive": "version > 0",
			"submission_counts_positive":  "drafted >= 0 AND submitted >= 0 AND returned >= 0 AND approved >= 0",
		})})
}
