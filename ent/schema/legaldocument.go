package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/sortkey"
)

// LegalDocument is what indicators, targets, tasks and deadlines rest on.
type LegalDocument struct{ ent.Schema }

// Fields of LegalDocument.
func (LegalDocument) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("number").NotEmpty().MaxLen(128).Immutable().Validate(clean).
			Comment("Number as printed, such as 942/QĐ-TTg; unique."),
		field.String("number_key").Annotations(orderKey("NUMBER")...).Comment("The number in natural order."),
		field.Enum("kind").Values("LAW", "RESOLUTION", "DECREE", "DECISION", "DIRECTIVE", "CIRCULAR", "REPORT", "PLAN").
			Comment("Form of the document."),
		field.String("title").NotEmpty().Validate(clean).Annotations(unfiltered()).Comment("Title or subject."),
		field.String("issuer").Optional().Nillable().Validate(clean).Comment("Who issued it."),
		field.Time("issued_on").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).
			Comment("Day of issue; null where the text leaves it blank."),
		field.String("note").Optional().Nillable().Validate(clean).Annotations(unfiltered()).Comment("Remark on the text."),
		field.String("search_text").Annotations(internal()).Comment("Folded number, title and issuer, for search."),
	}
}

// Edges of LegalDocument.
func (LegalDocument) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("amends", LegalDocument.Type).Comment("Documents this one amends.").
			From("amended_by").Comment("Documents that amend this one."),
		edge.To("replaces", LegalDocument.Type).Comment("Documents this one replaces.").
			From("replaced_by").Comment("Documents that replace this one."),
		edge.From("indicators", Indicator.Type).Ref("legal_bases").
			Comment("Indicators that rest on the document.").Annotations(entgql.RelayConnection()),
		edge.From("targets", Target.Type).Ref("decided_by").
			Comment("Targets the document decided.").Annotations(entgql.RelayConnection()),
		edge.From("tasks", Task.Type).Ref("legal_document").
			Comment("Tasks the document orders.").Annotations(entgql.RelayConnection()),
		edge.From("windows", ReportingWindow.Type).Ref("legal_document").
			Comment("Reporting windows the document sets.").Annotations(entgql.RelayConnection()),
		edge.From("plans", Plan.Type).Ref("legal_document").
			Comment("Plans the document enacts.").Annotations(entgql.RelayConnection()),
		edge.From("figures", Figure.Type).Ref("legal_document").
			Comment("Figures the document prints.").Annotations(entgql.RelayConnection(), unfiltered()),
	}
}

// Indexes of LegalDocument.
func (LegalDocument) Indexes() []ent.Index {
	return []ent.Index{
		searchIndex(),
		index.Fields("number").Unique(),  // legalDocument(number:), the loader's look-up
		index.Fields("number_key", "id"), // orderBy NUMBER
	}
}

// Hooks of LegalDocument.
func (LegalDocument) Hooks() []ent.Hook {
	return []ent.Hook{
		derive("number_key", "number", sortkey.Code),
		searchable("number", "title", "issuer"),
	}
}

// Policy of LegalDocument: published law.
func (LegalDocument) Policy() ent.Policy { return rule.Public() }

// Annotations of LegalDocument.
func (LegalDocument) Annotations() []schema.Annotation {
	return annotations(table("legal_documents", "A law, decision or report that something in a plan rests on."), node())
}
