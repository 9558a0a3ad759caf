package documents

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/persisteddocument"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Release is a version of a client, whose documents come and go together.
type Release struct {
	Client, Version string
}

// A Report says what a publication did.
type Report struct {
	// New were not there, or had been retired; Known were.
	New, Known int
}

// Publish keeps a release's documents, all or none. What is there already stays:
// publishing twice is publishing once. The documents have been checked.
func (s *Store) Publish(ctx context.Context, all []Document, r Release) (Report, error) {
	var report Report
	known, err := s.List(ctx, func(d *db.PersistedDocument) bool {
		return d.RetiredAt == nil && d.Client == r.Client && d.ClientVersion == r.Version
	})
	if err != nil {
		return report, err
	}
	for _, d := range all {
		if slices.ContainsFunc(known, func(k *db.PersistedDocument) bool { return k.Hash == d.Hash }) {
			report.Known++
		} else {
			report.New++
		}
	}
	if report.New == 0 {
		return report, nil
	}
	return report, s.write(ctx, all, r, true)
}

// chunk is how many documents one statement carries: a statement has room for
// 32,766 parameters on SQLite.
const chunk = 1_000

// write adds documents in one transaction; those that are there are no longer
// retired.
func (s *Store) write(ctx context.Context, all []Document, r Release, published bool) error {
	at := s.now().UTC().Truncate(time.Microsecond)
	return s.within(ctx, func(ctx context.Context, tx *db.Client) error {
		for some := range slices.Chunk(all, chunk) {
			insert := sql.Dialect(s.dialect).Insert(persisteddocument.Table).Columns(
				persisteddocument.FieldID, persisteddocument.FieldHash, persisteddocument.FieldText, persisteddocument.FieldPublished,
				persisteddocument.FieldClient, persisteddocument.FieldClientVersion, persisteddocument.FieldAt)
			for _, d := range some {
				insert.Values(uuid.Must(uuid.NewV7()), d.Hash, d.Text, published, r.Client, r.Version, at)
			}
			query, args := insert.OnConflict(
				sql.ConflictColumns(persisteddocument.FieldHash, persisteddocument.FieldClient, persisteddocument.FieldClientVersion),
				sql.ResolveWith(func(u *sql.UpdateSet) { u.SetNull(persisteddocument.FieldRetiredAt) }),
			).Query()
			if _, err := tx.ExecContext(ctx, query, args...); err != nil {
				return fmt.Errorf("keep documents: %w", err)
			}
		}
		return nil
	})
}

// List returns the documents that keep says, by client, version and hash.
func (s *Store) List(ctx context.Context, keep func(*db.PersistedDocument) bool) ([]*db.PersistedDocument, error) {
	all, err := s.client.PersistedDocument.Query().
		Order(persisteddocument.ByClient(), persisteddocument.ByClientVersion(), persisteddocument.ByHash()).
		All(viewer.NewContext(ctx, viewer.System("documents")))
	return slices.DeleteFunc(all, func(d *db.PersistedDocument) bool { return !keep(d) }), err
}

// Retire ends the documents of a release, or of every version of a client where
// the version is empty, or those with the hashes; and returns how many. Another
// replica goes on serving them for half a minute.
func (s *Store) Retire(ctx context.Context, r Release, hashes []string) (n int, err error) {
	var which []predicate.PersistedDocument
	if r.Client != "" {
		which = append(which, persisteddocument.Client(r.Client))
	}
	if r.Version != "" {
		which = append(which, persisteddocument.ClientVersion(r.Version))
	}
	if len(hashes) > 0 {
		which = append(which, persisteddocument.HashIn(hashes...))
	}
	if len(which) == 0 {
		return 0, errors.New("say whose documents, or which")
	}
	err = s.within(ctx, func(ctx context.Context, tx *db.Client) error {
		n, err = tx.PersistedDocument.Update().Where(persisteddocument.RetiredAtIsNil()).Where(which...).SetRetiredAt(s.now().UTC().Truncate(time.Microsecond)).Save(ctx)
		return err
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache.Purge()
	return n, err
}

// within runs fn in one transaction, for a program of the instance.
func (s *Store) within(ctx context.Context, fn func(context.Context, *db.Client) error) error {
	ctx = viewer.NewContext(ctx, viewer.System("documents"))
	tx, err := s.client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := fn(ctx, tx.Client()); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
