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

// Waiver lets a report pass although a check warns, with a reason that is
// kept.
type Waiver struct{ ent.Schema }

// Fields of Waiver.
func (Waiver) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("submission_id", uuid.UUID{}).Immutable().Comment("The report."),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who reports."),
		field.UUID("indicator_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The indicator, or null for the whole report."),
		field.String("check_code").NotEmpty().MaxLen(64).Immutable().Comment("Code of the check that warned."),
		field.String("reason").NotEmpty().Immutable().Validate(clean).Annotations(unfiltered()).Comment("Why it may pass."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When."),
		field.UUID("author_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who waived it."),
	}
}

// Edges of Waiver.
func (Waiver) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("submission", Submission.Type).Unique().Required().Immutable().Field("submission_id").Comment("The report."),
		edge.To("indicator", Indicator.Type).Unique().Immutable().Field("indicator_id").Comment("The indicator, or null for the whole report."),
		edge.To("by", Person.Type).Unique().Required().Immutable().Field("author_id").Comment("Who waived it."),
	}
}

// Indexes of Waiver.
func (Waiver) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("submission_id", "indicator_id", "check_code"), // what a submission need not repeat
		index.Fields("agency_id"),                                   // waivers of an agency
		index.Fields("author_id"),                                   // whom one may see
	}
}

// Hooks of Waiver: nothing is changed or removed.
func (Waiver) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Interceptors of Waiver: reads as of a time see what was there.
func (Waiver) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.Waivers} }

// Policy of Waiver: as the report.
func (Waiver) Policy() ent.Policy { return rule.Attachments() }

// Annotations of Waiver.
func (Waiver) Annotations() []schema.Annotation {
	return annotations(table("waivers", "A warning that was waived, and why."), []schema.Annotation{entgql.Skip(entgql.SkipWhereInput)})
}
