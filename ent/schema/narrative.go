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
)

// Narrative is a text that comes with a report.
type Narrative struct{ ent.Schema }

// Fields of Narrative.
func (Narrative) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("submission_id", uuid.UUID{}).Immutable().Comment("The report it belongs to."),
		field.UUID("indicator_id", uuid.UUID{}).Optional().Nillable().Comment("The indicator it is about, or null for the whole report."),
		field.Enum("kind").Values("TREND", "DIFFICULTY", "PROPOSAL").Comment("TREND: đánh giá xu hướng; DIFFICULTY: khó khăn, vướng mắc; PROPOSAL: đề xuất."),
		field.String("body").NotEmpty().Validate(clean).Annotations(unfiltered()).Comment("The text."),
		field.UUID("routed_to_id", uuid.UUID{}).Optional().Nillable().Comment("The agency that owes an answer."),
		field.Time("answer_due_on").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).Comment("Last day for the answer."),
		field.String("answer").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("The answer given."),
	}
}

// Edges of Narrative.
func (Narrative) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("submission", Submission.Type).Unique().Required().Immutable().Field("submission_id").Comment("The report it belongs to."),
		edge.To("indicator", Indicator.Type).Unique().Field("indicator_id").Comment("The indicator it is about."),
		edge.To("routed_to", Agency.Type).Unique().Field("routed_to_id").Comment("The agency that owes an answer."),
	}
}

// Indexes of Narrative.
func (Narrative) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("submission_id", "kind"),         // texts of a report
		index.Fields("routed_to_id", "answer_due_on"), // answers owed
		index.Fields("indicator_id"),                  // texts about an indicator
	}
}

// Policy of Narrative: not public.
func (Narrative) Policy() ent.Policy { return rule.Restricted() }

// Annotations of Narrative.
func (Narrative) Annotations() []schema.Annotation {
	return annotations(table("narratives", "A text that comes with a report."), []schema.Annotation{entgql.Skip(entgql.SkipWhereInput)})
}
