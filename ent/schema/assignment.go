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

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Assignment gives an agency a role in an indicator or a task.
type Assignment struct{ ent.Schema }

// Fields of Assignment.
func (Assignment) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("agency_id", uuid.UUID{}).Immutable().Comment("Who is assigned."),
		field.UUID("indicator_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The indicator, or null."),
		field.UUID("task_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The task, or null."),
		field.Enum("role").Values("LEAD", "COORDINATE", "MEASURE", "IMPLEMENT").Immutable().
			Comment("LEAD: chủ trì; COORDINATE: phối hợp; MEASURE: đo lường, theo dõi; IMPLEMENT: thực hiện."),
		field.String("scope").Optional().Nillable().Validate(clean).Annotations(unfiltered()).
			Comment("The part that falls to the agency, where the text limits it."),
		field.String("text").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("The cell as printed."),
		field.Int("position").Default(0).Annotations(entgql.OrderField("POSITION")).Comment("Place in the printed cell, from 0."),
		field.Time("valid_from").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).
			Comment("First day in force; null for since the plan began."),
		field.Time("valid_to").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).
			Comment("Last day in force; null while it lasts."),
	}
}

// Edges of Assignment.
func (Assignment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("agency", Agency.Type).Unique().Required().Immutable().Field("agency_id").Comment("Who is assigned."),
		edge.To("indicator", Indicator.Type).Unique().Immutable().Field("indicator_id").Comment("The indicator, or null."),
		edge.To("task", Task.Type).Unique().Immutable().Field("task_id").Comment("The task, or null."),
	}
}

// Indexes of Assignment.
func (Assignment) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("agency_id", "role"),    // duties of an agency
		index.Fields("position", "id"),       // orderBy POSITION
		index.Fields("indicator_id", "role"), // who measures an indicator
		index.Fields("task_id", "role"),      // who leads a task
		index.Fields("indicator_id", "agency_id", "role").Unique().StorageKey("assignment_indicator_in_force").
			Annotations(entsql.IndexWhere("valid_to IS NULL AND indicator_id IS NOT NULL")), // no duty twice
		index.Fields("task_id", "agency_id", "role").Unique().StorageKey("assignment_task_in_force").
			Annotations(entsql.IndexWhere("valid_to IS NULL AND task_id IS NOT NULL")), // no duty twice
	}
}

// Policy of Assignment: published.
func (Assignment) Policy() ent.Policy { return rule.Public() }

// Annotations of Assignment.
func (Assignment) Annotations() []schema.Annotation {
	return annotations(table("assignments", "A role of an agency in an indicator or a task."), node(),
		[]schema.Annotation{checks(map[string]string{
			"assignment_of_one_thing": "indicator_id IS NULL AND task_id IS NOT NULL OR indicator_id IS NOT NULL AND task_id IS NULL",
			"assignment_in_order":     "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to",
		})})
}
