package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// UsageCount says how often a client used something of the graph on a day: an
// operation of its own, or a part of the schema. Whether a part may go is decided
// on these.
type UsageCount struct{ ent.Schema }

// Fields of UsageCount.
func (UsageCount) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("day").MaxLen(10).Immutable().Comment("The day in UTC, as 2026-11-27."),
		field.String("client").MaxLen(64).Immutable().Comment("The client's name as it gives it; other beyond the most that are told apart."),
		field.String("client_version").MaxLen(64).Immutable().Comment("The client's version as it gives it."),
		field.Enum("subject").Values("OPERATION", "PART").Immutable().Comment("What was used: an operation of a document, or a part of the schema."),
		field.String("name").MaxLen(200).Immutable().Comment("The operation's name, or the part's coordinate: Agency.name, Agency.duties(window:), SubmissionStatus.DRAFT."),
		field.String("document").MaxLen(64).Immutable().Comment("SHA-256 of the operation's document in hexadecimal; empty for parts."),
		field.Text("parts").Default("").Immutable().Comment("The coordinates that the operation uses, with spaces between and around them; empty for parts."),
		field.Int64("calls").NonNegative().Comment("How often."),
		field.Time("last_at").SchemaType(instant).Comment("When last."),
	}
}

// Indexes of UsageCount.
func (UsageCount) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("day", "client", "client_version", "subject", "name", "document").Unique(), // added to
		index.Fields("subject", "name", "day"),                                                  // who uses a part
	}
}

// Policy of UsageCount: programs of the instance.
func (UsageCount) Policy() ent.Policy { return rule.Internal() }

// Annotations of UsageCount.
func (UsageCount) Annotations() []schema.Annotation {
	return annotations(table("usage_counts", "How often clients used what of the graph, by day."), []schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
