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

// Narrative is a text that comes with a report. A changed text supersedes the
// one before.
type Narrative struct{ ent.Schema }

// Fields of Narrative.
func (Narrative) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("submission_id", uuid.UUID{}).Immutable().Comment("The report it belongs to."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who reports."),
		field.UUID("indicator_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The indicator it is about, or null for the whole report."),
		field.Enum("kind").Values("TREND", "DIFFICULTY", "PROPOSAL").Immutable().Comment("TREND: đánh giá xu hướng; DIFFICULTY: khó khăn, vướng mắc; PROPOSAL: đề xuất."),
		field.String("body").NotEmpty().Immutable().Validate(clean).Annotations(unfiltered()).Comment("The text."),
		field.Time("recorded_at").SchemaType(instant).Default(now).Immutable().Comment("When it was written."),
		field.Time("superseded_at").SchemaType(instant).Optional().Nillable().Comment("When another text took its place; null for the one in force."),
		field.UUID("routed_to_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The agency that owes an answer."),
		field.Time("routed_at").SchemaType(instant).Optional().Nillable().Immutable().Comment("When it was routed, where that was after it was written: the text itself is as old as it was."),
		field.Time("answer_due_on").SchemaType(day).Optional().Nillable().Immutable().Annotations(entgql.Type("Date")).Comment("Last day for the answer."),
		field.String("answer").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("The answer given."),
		field.Time("answered_at").SchemaType(instant).Optional().Nillable().Comment("When it was answered."),
		field.UUID("answered_by_id", uuid.UUID{}).Optional().Nillable().Annotations(internal()).Comment("Who answered."),
	}
}

// Edges of Narrative.
func (Narrative) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("submission", Submission.Type).Unique().Required().Immutable().Field("submission_id").Comment("The report it belongs to."),
		edge.To("indicator", Indicator.Type).Unique().Immutable().Field("indicator_id").Comment("The indicator it is about."),
		edge.To("routed_to", Agency.Type).Unique().Immutable().Field("routed_to_id").Comment("The agency that owes an answer."),
		edge.To("answered_by", Person.Type).Unique().Field("answered_by_id").Comment("Who answered."),
	}
}

// Indexes of Narrative.
func (Narrative) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("submission_id", "kind"),         // texts of a report
		index.Fields("routed_to_id", "answer_due_on"), // answers owed
		index.Fields("indicator_id"),                  // texts about an indicator
		index.Fields("agency_id"),                     // texts of an agency
		index.Fields("answered_by_id").Annotations(entsql.IndexWhere("answered_by_id IS NOT NULL")), // whom one may see
	}
}

// Interceptors of Narrative: reads as of a time see the texts of then.
func (Narrative) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Narratives} }

// Policy of Narrative: as the report, and those who owe an answer.
func (Narrative) Policy() ent.Policy { return rule.Narratives() }

// Annotations of Narrative.
func (Narrative) Annotations() []schema.Annotation {
	return annotations(table("narratives", "A text that comes with a report."), []schema.Annotation{
		entgql.Skip(entgql.SkipWhereInput),
		checks(map[string]string{
			"narrative_answered_whole": "answer IS NULL AND answered_at IS NULL OR answer IS NOT NULL AND answered_at IS NOT NULL",
			"narrative_routed_to_date": "answer_due_on IS NULL OR routed_to_id IS NOT NULL",
			"narrative_routed_later":   "routed_at IS NULL OR routed_to_id IS NOT NULL AND routed_at >= recorded_at",
		})})
}
