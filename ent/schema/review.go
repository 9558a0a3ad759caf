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

// Review is a step in the life of a report: it was submitted, withdrawn,
// returned, approved, or figures of it were reopened. Rows are only ever added.
type Review struct{ ent.Schema }

// Fields of Review.
func (Review) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("submission_id", uuid.UUID{}).Immutable().Comment("The report."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who reports."),
		field.Enum("action").Values("SUBMIT", "WITHDRAW", "RETURN", "APPROVE", "REOPEN").Immutable().Comment("What was done."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When."),
		field.UUID("author_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who did it."),
		field.UUID("for_id", uuid.UUID{}).Optional().Nillable().Immutable().Annotations(internal()).Comment("For whom, where it was by delegation."),
		field.String("comment").Optional().Nillable().Immutable().Validate(clean).Annotations(unfiltered()).Comment("What was said: why it was returned or reopened."),
		field.Time("until").SchemaType(instant).Optional().Nillable().Immutable().Comment("Until when reopened figures may be changed."),
		field.Int("version").Immutable().Comment("The version of the report that this step made."),
	}
}

// Edges of Review.
func (Review) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("submission", Submission.Type).Unique().Required().Immutable().Field("submission_id").Comment("The report."),
		edge.To("by", Person.Type).Unique().Required().Immutable().Field("author_id").Comment("Who did it."),
		edge.To("on_behalf_of", Person.Type).Unique().Immutable().Field("for_id").Comment("For whom, where it was by delegation."),
		edge.To("figures", Figure.Type).Annotations(entgql.Skip(entgql.SkipWhereInput)).Comment("The figures it is about."),
	}
}

// Indexes of Review.
func (Review) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("submission_id", "at", "id"), // the history of a report
		index.Fields("agency_id"),                 // reviews of an agency's reports
		index.Fields("author_id"),                 // whom one may see
		index.Fields("for_id").Annotations(entsql.IndexWhere("for_id IS NOT NULL")), // whom one may see
	}
}

// Hooks of Review: nothing is changed or removed.
func (Review) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Interceptors of Review: reads as of a time see the steps taken by then.
func (Review) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Reviews} }

// Policy of Review: as the report.
func (Review) Policy() ent.Policy { return rule.Reviews() }

// Annotations of Review.
func (Review) Annotations() []schema.Annotation {
	return annotations(table("reviews", "A step in the life of a report."), []schema.Annotation{entgql.Skip(entgql.SkipWhereInput)})
}
