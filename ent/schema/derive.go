package schema

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/index"

	"github.com/tiendo-vn/tiendo/ent/fold"
)

// derive fills a column from another one on every write, whoever writes.
func derive(target, source string, f func(string) string) ent.Hook {
	return func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			if v, ok := m.Field(source); ok {
				if err := m.SetField(target, f(v.(string))); err != nil {
					return nil, err
				}
			}
			return next.Mutate(ctx, m)
		})
	}
}

// searchIndex serves search on PostgreSQL: trigrams find a beginning of a word
// anywhere in the column. SQLite has nothing like it: its plain index keeps the
// two schemas alike, and it reads the column.
func searchIndex() ent.Index {
	return index.Fields("search_text").
		Annotations(entsql.IndexTypes(map[string]string{dialect.Postgres: "GIN"}), entsql.OpClass("gin_trgm_ops"))
}

// searchable fills the folded search column from the given fields. An update
// must set all of them or none: a column folded from half of a row would lose
// the other half.
func searchable(fields ...string) ent.Hook {
	return func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			var texts []string
			for _, name := range fields {
				if v, ok := m.Field(name); ok {
					texts = append(texts, v.(string))
				}
			}
			if len(texts) > 0 {
				if err := m.SetField("search_text", fold.Column(texts...)); err != nil {
					return nil, err
				}
			}
			return next.Mutate(ctx, m)
		})
	}
}

// submittedOrder keeps the order column of submissions in step with the time
// of submission.
func submittedOrder(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		if v, ok := m.Field("submitted_at"); ok {
			if err := m.SetField("submitted_order", v); err != nil {
				return nil, err
			}
		} else if m.FieldCleared("submitted_at") {
			if err := m.SetField("submitted_order", neverSubmitted); err != nil {
				return nil, err
			}
		}
		return next.Mutate(ctx, m)
	})
}
