package plan

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// chunkSize bounds the rows of one statement: SQLite takes 32766 parameters,
// PostgreSQL 65535, and no entity has more than 30 columns.
const chunkSize = 200

// writer carries out the steps of a load inside its transaction.
type writer struct {
	tx       *db.Client
	now      time.Time
	bundle   string // code@version
	progress func(stage string, done, total int)
	events   []audit.Entry
}

// create, update and bulk are the parts of ent's builders that every entity
// shares; with them one function writes all entities.
type (
	mutation interface {
		ent.Mutation
		SetID(uuid.UUID)
	}
	create[M mutation] interface{ Mutation() M }
	update[M mutation] interface {
		Mutation() M
		Exec(context.Context) error
	}
	bulk interface{ Exec(context.Context) error }
)

// write adds rows and then updates those that exist: an update may refer to a
// new row. connect adds many-to-many edges; it is nil where there are none.
func write[C create[M], U update[M], X bulk, M mutation](
	ctx context.Context, w *writer, steps []step,
	newRow func() C, newRows func(...C) X, row func(uuid.UUID) U, connect func(M, link),
) error {
	var records []record
	for _, s := range steps {
		if s.Kind == Add {
			records = append(records, s.want)
		}
	}
	done := w.counter(steps)
	if err := insert(ctx, parentsFirst(records), newRow, newRows, connect, done); err != nil {
		return err
	}
	for _, s := range steps {
		if s.Kind != Update {
			continue
		}
		u := row(s.want.id)
		if err := change(u.Mutation(), s); err != nil {
			return err
		}
		for _, l := range s.want.links {
			connect(u.Mutation(), l)
		}
		if err := u.Exec(ctx); err != nil {
			return fmt.Errorf("update %s: %w", s.Label, err)
		}
		if err := w.note(s); err != nil {
			return err
		}
		done(1)
	}
	return nil
}

// insert adds rows in chunks.
func insert[C create[M], X bulk, M mutation](
	ctx context.Context, records []record, newRow func() C, newRows func(...C) X, connect func(M, link), done func(int),
) error {
	for chunk := range slices.Chunk(records, chunkSize) {
		builders := make([]C, len(chunk))
		for i, r := range chunk {
			builders[i] = newRow()
			m := builders[i].Mutation()
			m.SetID(r.id)
			if err := fill(m, slices.Concat(r.fields, r.initial)); err != nil {
				return fmt.Errorf("add %s: %w", label(r.key), err)
			}
			for _, l := range r.links {
				connect(m, l)
			}
		}
		if err := newRows(builders...).Exec(ctx); err != nil {
			return fmt.Errorf("add %s to %s: %w", label(chunk[0].key), label(chunk[len(chunk)-1].key), err)
		}
		done(len(chunk))
	}
	return nil
}

// fill sets the fields that are given; the others stay null.
func fill(m ent.Mutation, fields []field) error {
	for _, f := range fields {
		if f.value == nil {
			continue
		}
		if err := m.SetField(f.name, f.value); err != nil {
			return err
		}
	}
	return nil
}

// change sets every field of a row, also those that stay: the hooks that derive
// columns need all of their sources. It clears what became null.
func change(m ent.Mutation, s step) error {
	if err := fill(m, s.want.fields); err != nil {
		return fmt.Errorf("update %s: %w", s.Label, err)
	}
	for i, f := range s.want.fields {
		if f.value == nil && s.have.fields[i].value != nil {
			if err := m.ClearField(f.name); err != nil {
				return fmt.Errorf("update %s: %w", s.Label, err)
			}
		}
	}
	return nil
}

// counter reports the progress of one entity.
func (w *writer) counter(steps []step) func(int) {
	done := 0
	return func(n int) {
		done += n
		if w.progress != nil {
			w.progress(steps[0].Entity, done, len(steps))
		}
	}
}
