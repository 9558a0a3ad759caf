package schema

import (
	"time"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

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
		field.Time("created_at").SchemaType(instant).Default(now).Immutable().Annotations(entgql.OrderField("CREATED_AT")).Comment("When the draft began."),
		field.Time("submitted_at").SchemaType(instant).Optional().Nillable().Comment("When it was last submitted; null for drafts."),
		field.Time("submitted_order").SchemaType(instant).Default(neverSubmitted).Annotations(orderKey("SUBMITTED_AT")...).
			Comment("submittedAt, or the end of time: an order without nulls."),
		field.Time("approved_at").SchemaType(instant).Optional().Nillable().Comment("When it was approved."),
		field.Bool("late").Default(false).Comment("Whether the first submission that was later approved came after the window's due date."),
		field.UUID("submitted_by_id", uuid.UUID{}).Optional().Nillable().Annotations(internal()).Comment("Who submitted it."),
		field.UUID("reviewer_id", uuid.UUID{}).Optional().Nillable().Annotations(internal()).Comment("Who reviews it."),
	}
}

// Edges of Submission.
func (Submission) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Who reports."),
		edge.To("window", ReportingWindow.Type).Unique().Required().Immutable().Field("window_id").Comment("What is reported on."),
		edge.To("submitted_by", Person.Type).Unique().Field("submitted_by_id").Annotations(unfiltered()).Comment("Who submitted it."),
		edge.To("reviewer", Person.Type).Unique().Field("reviewer_id").Annotations(unfiltered()).Comment("Who reviews it."),
		edge.From("figures", Figure.Type).Ref("submission").Comment("Figures in the report.").
			Annotations(entgql.RelayConnection(), unfiltered()),
		edge.From("narratives", Narrative.Type).Ref("submission").Comment("Texts in the report.").Annotations(unfiltered()),
	}
}

// Indexes of Submission.
func (Submission) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("agency_id", "window_id").Unique(),              // the report of an agency
		index.Fields("window_id", "status", "submitted_order", "id"), // reports of a window, latest first
		index.Fields("submitted_order", "id"),                        // orderBy SUBMITTED_AT
		index.Fields("created_at", "id"),                             // orderBy CREATED_AT
	}
}

// Hooks of Submission.
func (Submission) Hooks() []ent.Hook { return []ent.Hook{submittedOrder} }

// Policy of Submission: not public.
func (Submission) Policy() ent.Policy { return rule.Restricted() }

// Annotations of Submission.
func (Submission) Annotations() []schema.Annotation {
	return annotations(table("submissions", "The report of one agency for one window."), node(),
		[]schema.Annotation{checks(map[string]string{
			"submission_has_a_time":       "status = 'DRAFT' OR submitted_at IS NOT NULL",
			"submission_version_positive": "version > 0",
		})})
}
