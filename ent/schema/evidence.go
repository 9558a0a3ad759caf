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

// Evidence is a file that proves figures of a report. Its content is kept
// apart, by hash; a row says what it proves.
type Evidence struct{ ent.Schema }

// Fields of Evidence.
func (Evidence) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("submission_id", uuid.UUID{}).Immutable().Comment("The report."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who reports."),
		field.UUID("indicator_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The indicator whose figure it proves, or null for the whole report."),
		field.String("hash").MinLen(64).MaxLen(64).Immutable().Annotations(unfiltered()).Comment("SHA-256 of the content, in hexadecimal."),
		field.String("name").NotEmpty().MaxLen(255).Immutable().Validate(clean).Annotations(unfiltered()).Comment("Name of the file."),
		field.String("media_type").NotEmpty().MaxLen(127).Immutable().Annotations(unfiltered()).Comment("Media type, judged by the content."),
		field.Int64("size").Positive().Immutable().Annotations(entgql.Type("Int"), unfiltered()).Comment("Size in bytes."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When it was attached."),
		field.UUID("author_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who attached it."),
	}
}

// Edges of Evidence.
func (Evidence) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("submission", Submission.Type).Unique().Required().Immutable().Field("submission_id").Comment("The report."),
		edge.To("indicator", Indicator.Type).Unique().Immutable().Field("indicator_id").Comment("The indicator whose figure it proves, or null for the whole report."),
		edge.To("by", Person.Type).Unique().Required().Immutable().Field("author_id").Comment("Who attached it."),
	}
}

// Indexes of Evidence.
func (Evidence) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("submission_id", "indicator_id"), // files of a figure
		index.Fields("agency_id"),                     // files of an agency
		index.Fields("author_id"),                     // whom one may see
	}
}

// Hooks of Evidence: nothing is changed or removed.
func (Evidence) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Interceptors of Evidence: reads as of a time see what was there.
func (Evidence) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Evidence} }

// Policy of Evidence: as the report.
func (Evidence) Policy() ent.Policy { return rule.Attachments() }

// Annotations of Evidence.
func (Evidence) Annotations() []schema.Annotation {
	return annotations(table("evidence", "A file that proves figures of a report."), []schema.Annotation{entgql.Skip(entgql.SkipWhereInput)})
}
