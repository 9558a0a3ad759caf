// Package documents keeps the GraphQL documents that clients name by their hash
// in place of sending them: in the database, for all replicas, and in memory for
// this one.
package documents

import (
	"context"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/persisteddocument"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// fresh is how long a document is served from memory: so long another replica
	// may go on serving what was retired.
	fresh = 30 * time.Second
	// cacheBytes is the text of all documents in memory together, and most how many
	// there are.
	cacheBytes = 4 << 20
	most       = 5_000
)

// Store finds documents and keeps those that clients register.
type Store struct {
	client  *db.Client
	dialect string
	now     func() time.Time

	mu    sync.Mutex
	cache *simplelru.LRU[string, kept]
	bytes int
}

// kept is a document in memory.
type kept struct {
	text      string
	published bool
	until     time.Time
}

// NewStore returns the store in a database of that dialect, by a clock.
func NewStore(client *db.Client, dialect string, now func() time.Time) *Store {
	s := &Store{client: client, dialect: dialect, now: now}
	// It refuses sizes below one, and nothing else.
	s.cache, _ = simplelru.NewLRU(most, func(_ string, k kept) { s.bytes -= len(k.text) })
	return s
}

// Find returns the text of the document with that hash, unless it is not known or
// retired; published leaves out what clients registered by themselves.
func (s *Store) Find(ctx context.Context, hash string, published bool) (string, bool, error) {
	if len(hash) != hashLength {
		return "", false, nil // not worth a statement
	}
	if k, ok := s.recall(hash); ok && (k.published || !published) {
		return k.text, true, nil
	}
	found, err := s.client.PersistedDocument.Query().
		Where(persisteddocument.Hash(hash), persisteddocument.RetiredAtIsNil()).
		Order(persisteddocument.ByPublished(sql.OrderDesc())).
		First(viewer.NewContext(ctx, viewer.System("documents")))
	switch {
	case db.IsNotFound(err):
		return "", false, nil
	case err != nil:
		return "", false, err
	}
	s.remember(hash, kept{found.Text, found.Published, s.now().Add(fresh)})
	return found.Text, found.Published || !published, nil
}

// Register keeps a document that a client sent with its hash.
func (s *Store) Register(ctx context.Context, hash, text string) error {
	if _, ok := s.recall(hash); ok {
		return nil
	}
	if err := s.write(ctx, []Document{{Hash: hash, Text: text}}, Release{}, false); err != nil {
		return err
	}
	s.remember(hash, kept{text, false, s.now().Add(fresh)})
	return nil
}

func (s *Store) recall(hash string) (kept, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.cache.Get(hash)
	return k, ok && s.now().Before(k.until)
}

func (s *Store) remember(hash string, k kept) {
	if len(k.text) > cacheBytes/10 {
		return // one document does not push out the others
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache.Remove(hash)
	s.cache.Add(hash, k)
	s.bytes += len(k.text)
	for s.bytes > cacheBytes {
		s.cache.RemoveOldest()
	}
}
