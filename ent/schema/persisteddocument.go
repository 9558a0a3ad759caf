package schema

import (
	"regexp"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// PersistedDocument is a GraphQL document that clients name by its hash instead
// of sending it. There is a row for each version of a client that it was
// published for: one is retired without the others.
type PersistedDocument struct{ ent.Schema }

var hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Fields of PersistedDocument.
func (PersistedDocument) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("hash").Match(hexHash).MaxLen(64).Immutable().Comment("SHA-256 of the text in UTF-8, in lower-case hexadecimal."),
		field.Text("text").NotEmpty().Immutable().Comment("The document, to the byte."),
		field.Bool("published").Default(false).Immutable().Comment("By an operator, after it was checked; else by a client in development mode."),
		field.String("client").MaxLen(64).Default("").Immutable().Comment("The client it was published for; empty for one that registered itself."),
		field.String("client_version").MaxLen(64).Default("").Immutable().Comment("The client's version."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When it was published first."),
		field.Time("retired_at").SchemaType(instant).Optional().Nillable().Comment("Since when it is not served any more."),
	}
}

// Indexes of PersistedDocument.
func (PersistedDocument) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("hash", "client", "client_version").Unique(), // looked up by hash; published once
		index.Fields("client", "client_version"),                  // retire a release
	}
}

// Policy of PersistedDocument: programs of the instance.
func (PersistedDocument) Policy() ent.Policy { return rule.Internal() }

// Annotations of PersistedDocument.
func (PersistedDocument) Annotations() []schema.Annotation {
	return annotations(table("persisted_documents", "GraphQL documents that clients name by their hash."), []schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
