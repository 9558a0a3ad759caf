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

// WindowChange is a change to the dates of a window: adjusted for everybody,
// or extended or reopened for named agencies. Rows are only ever added.
type WindowChange struct{ ent.Schema }

// Fields of WindowChange.
func (WindowChange) Fields() []ent.Field {
	at := func(name, comment string) ent.Field {
		return field.Time(name).SchemaType(instant).Optional().Nillable().Immutable().Comment(comment)
	}
	return []ent.Field{
		keyField(),
		field.UUID("window_id", uuid.UUID{}).Immutable().Comment("The window."),
		field.Enum("kind").Values("ADJUST", "EXTEND", "REOPEN").Immutable().Comment("ADJUST: new dates for everybody; EXTEND: a later due date; REOPEN: after the lock, until a date."),
		at("opens_at", "New opening; null where it stays."),
		at("due_at", "New due date; null where it stays."),
		at("grace_until", "New end of grace; null where it stays."),
		at("locks_at", "New lock; null where it stays."),
		field.Time("opened_before").SchemaType(instant).Immutable().Annotations(internal()).Comment("Opening of the window before the change."),
		field.Time("due_before").SchemaType(instant).Immutable().Annotations(internal()).Comment("Due date of the window before the change."),
		field.Time("grace_before").SchemaType(instant).Immutable().Annotations(internal()).Comment("End of grace of the window before the change."),
		field.Time("locked_before").SchemaType(instant).Immutable().Annotations(internal()).Comment("Lock of the window before the change."),
		field.String("reason").NotEmpty().Immutable().Validate(clean).Annotations(unfiltered()).Comment("Why."),
		field.UUID("legal_document_id", uuid.UUID{}).Optional().Nillable().Immutable().Comment("The document it rests on."),
		field.String("section").Optional().Nillable().Immutable().Validate(clean).Annotations(unfiltered()).Comment("Section of the document."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When it was decided here."),
		field.UUID("author_id", uuid.UUID{}).Immutable().Annotations(internal()).Comment("Who decided."),
	}
}

// Edges of WindowChange.
func (WindowChange) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("window", ReportingWindow.Type).Unique().Required().Immutable().Field("window_id").Comment("The window."),
		edge.To("agencies", Agency.Type).Comment("The agencies it is for; empty: all."),
		edge.To("legal_document", LegalDocument.Type).Unique().Immutable().Field("legal_document_id").Comment("The document it rests on."),
		edge.To("by", Person.Type).Unique().Required().Immutable().Field("author_id").Comment("Who decided."),
	}
}

// Indexes of WindowChange.
func (WindowChange) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("window_id", "at"),   // the dates in force
		index.Fields("legal_document_id"), // what rests on a document
	}
}

// Hooks of WindowChange: nothing is changed or removed.
func (WindowChange) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Interceptors of WindowChange: reads as of a time see the changes of then.
func (WindowChange) Interceptors() []ent.Interceptor { return []ent.Interceptor{asof.WindowChanges} }

// Policy of WindowChange: new dates for everybody are public; the rest is for
// the agencies concerned.
func (WindowChange) Policy() ent.Policy { return rule.WindowChanges() }

// Annotations of WindowChange.
func (WindowChange) Annotations() []schema.Annotation {
	return annotations(table("window_changes", "A change to the dates of a window, and why."), []schema.Annotation{entgql.Skip(entgql.SkipWhereInput)})
}
