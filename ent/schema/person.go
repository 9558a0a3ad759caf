package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// Person is somebody who acted: the name behind a subject of the sign-in
// provider.
type Person struct{ ent.Schema }

// Fields of Person.
func (Person) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("subject").NotEmpty().MaxLen(255).Immutable().Validate(clean).Annotations(internal()).
			Comment("Subject at the sign-in provider; unique."),
		field.String("name").NotEmpty().Validate(clean).Annotations(unfiltered()).Comment("Name to show."),
		field.String("email").Optional().Nillable().MaxLen(320).Validate(clean).Annotations(internal()).Comment("Where reminders go; as the sign-in provider says."),
	}
}

// Indexes of Person.
func (Person) Indexes() []ent.Index {
	return []ent.Index{index.Fields("subject").Unique()} // sign-in
}

// Policy of Person: only beside what they did.
func (Person) Policy() ent.Policy { return rule.People() }

// Annotations of Person.
func (Person) Annotations() []schema.Annotation {
	return annotations(table("people", "Somebody who acted."), []schema.Annotation{entgql.Skip(entgql.SkipWhereInput)})
}
