package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Job is something to be done later and surely: a reminder to send, a seal to
// set. It is done at least once; what it does must bear repetition.
type Job struct{ ent.Schema }

// Fields of Job.
func (Job) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("kind").NotEmpty().MaxLen(64).Immutable().Comment("What is to be done, such as digest.mail."),
		field.String("key").NotEmpty().MaxLen(255).Immutable().Annotations(unfiltered()).Comment("What makes it this job and no other; unique: a job is not queued twice."),
		field.UUID("agency_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The agency concerned; null for the instance."),
		field.JSON("payload", json.RawMessage{}).Optional().Immutable().Annotations(internal()).Comment("What it needs to know."),
		field.Enum("state").Values("READY", "RUNNING", "DONE", "FAILED").Default("READY").Comment("Where it stands."),
		field.Time("run_at").SchemaType(instant).Default(now).Annotations(entgql.OrderField("RUN_AT")).Comment("Not before."),
		field.Int("attempts").Default(0).NonNegative().Comment("How often it was tried."),
		field.Time("locked_until").SchemaType(instant).Optional().Nillable().Annotations(internal()).Comment("Until when a runner has it; after that another may take it."),
		field.UUID("locked_by", uuid.UUID{}).Optional().Nillable().Annotations(internal()).Comment("The runner that has it."),
		field.String("last_error").Optional().Nillable().Annotations(unfiltered()).Comment("Why the last attempt failed."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When it was queued."),
		field.Time("finished_at").SchemaType(instant).Optional().Nillable().Comment("When it was done, or given up."),
	}
}

// Edges of Job.
func (Job) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("agency", Agency.Type).Unique().Immutable().Field("agency_id").Comment("The agency concerned; null for the instance."),
	}
}

// Indexes of Job.
func (Job) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("key").Unique(),        // not twice
		index.Fields("state", "run_at"),     // what is next
		index.Fields("run_at", "id"),        // orderBy RUN_AT
		index.Fields("agency_id", "run_at"), // jobs of an agency
	}
}

// Policy of Job: who administers the agency; the instance's only who reads all.
func (Job) Policy() ent.Policy { return rule.Administration() }

// Annotations of Job.
func (Job) Annotations() []schema.Annotation {
	return annotations(table("jobs", "Something to be done later and surely."), node())
}
