package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// IdempotencyKey remembers the answer to a change, so that a client may repeat
// it.
type IdempotencyKey struct{ ent.Schema }

// Fields of IdempotencyKey.
func (IdempotencyKey) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.UUID("caller_id", uuid.UUID{}).Immutable().Comment("Who asked."),
		field.String("key").NotEmpty().MaxLen(100).Immutable().Comment("The client's key."),
		field.String("operation").NotEmpty().MaxLen(64).Immutable().Comment("The change that was asked for."),
		field.Bytes("input_hash").Immutable().Comment("SHA-256 of what it was asked with: one key is for one change."),
		field.JSON("answer", json.RawMessage{}).Immutable().Comment("The answer given."),
		field.Time("at").SchemaType(instant).Default(now).Immutable().Comment("When."),
	}
}

// Indexes of IdempotencyKey.
func (IdempotencyKey) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("caller_id", "key").Unique(), // a repeat
		index.Fields("at"),                        // what may be forgotten
	}
}

// Policy of IdempotencyKey: programs of the instance.
func (IdempotencyKey) Policy() ent.Policy { return rule.Internal() }

// Annotations of IdempotencyKey.
func (IdempotencyKey) Annotations() []schema.Annotation {
	return annotations(table("idempotency_keys", "The answer to a change that a client may repeat."), []schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
