package documents_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/documents"
	"github.com/tiendo-vn/tiendo/ent/db"
)

const one, two = "{viewer{name}}", "query Two{plans{totalCount}}"

var (
	first  = documents.Release{Client: "web", Version: "1"}
	second = documents.Release{Client: "web", Version: "2"}
	phone  = documents.Release{Client: "phone", Version: "1"}
)

func of(texts ...string) (all []documents.Document) {
	for _, text := range texts {
		all = append(all, documents.Document{Hash: documents.Hash(text), Text: text})
	}
	return all
}

// replicas are two stores over one database, by one clock.
func replicas(d *apitest.Database) (a, b *documents.Store, pass func(time.Duration)) {
	at := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	clock := func() time.Time { return at }
	return documents.NewStore(d.Client, d.Dialect, clock), documents.NewStore(d.Client, d.Dialect, clock),
		func(by time.Duration) { at = at.Add(by) }
}

func finds(t *testing.T, s *documents.Store, text string, published bool) bool {
	t.Helper()
	got, found, err := s.Find(context.Background(), documents.Hash(text), published)
	require.NoError(t, err)
	if found {
		assert.Equal(t, text, got)
	}
	return found
}

func TestPublishedDocumentsAreFoundByEveryReplica(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		a, b, _ := replicas(d)
		assert.False(t, finds(t, a, one, false))
		report, err := a.Publish(t.Context(), of(one, two), first)
		require.NoError(t, err)
		assert.Equal(t, documents.Report{New: 2}, report)
		for _, s := range []*documents.Store{a, b} {
			for _, published := range []bool{true, false} {
				assert.True(t, finds(t, s, one, published))
				assert.True(t, finds(t, s, two, published))
			}
		}
		d.Statements().Reset()
		assert.True(t, finds(t, b, one, true))
		assert.Empty(t, d.Statements().All(), "what is in memory costs no statement")
		_, found, err := a.Find(t.Context(), "sha256", false)
		require.NoError(t, err)
		assert.False(t, found)
		assert.Empty(t, d.Statements().All(), "what cannot be a hash costs no statement")

		report, err = b.Publish(t.Context(), of(one, two), first)
		require.NoError(t, err)
		assert.Equal(t, documents.Report{Known: 2}, report)
		all, err := b.List(t.Context(), func(*db.PersistedDocument) bool { return true })
		require.NoError(t, err)
		assert.Len(t, all, 2, "publishing twice is publishing once")
	})
}

func TestADocumentIsServedAsLongAsOneReleaseHasIt(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		a, b, pass := replicas(d)
		for _, r := range []documents.Release{first, second, phone} {
			_, err := a.Publish(t.Context(), of(one), r)
			require.NoError(t, err)
		}
		retire := func(s *documents.Store, r documents.Release, hashes ...string) int {
			t.Helper()
			n, err := s.Retire(t.Context(), r, hashes)
			require.NoError(t, err)
			return n
		}
		assert.Equal(t, 1, retire(a, first))
		assert.Equal(t, 0, retire(a, first), "it is retired already")
		assert.True(t, finds(t, a, one, true))
		assert.Equal(t, 1, retire(a, documents.Release{Client: "web"}))
		assert.True(t, finds(t, b, one, true), "the phone has it still")
		assert.Equal(t, 1, retire(a, documents.Release{}, documents.Hash(one)))
		assert.False(t, finds(t, a, one, false))
		assert.True(t, finds(t, b, one, false), "another replica remembers it for a while")
		pass(time.Minute)
		assert.False(t, finds(t, b, one, false))

		report, err := a.Publish(t.Context(), of(one), phone)
		require.NoError(t, err)
		assert.Equal(t, documents.Report{New: 1}, report, "what was retired can come back")
		assert.True(t, finds(t, b, one, true))
		_, err = a.Retire(t.Context(), documents.Release{}, nil)
		assert.ErrorContains(t, err, "whose")
	})
}

func TestWhatAClientRegistersIsNotPublished(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		a, b, _ := replicas(d)
		require.NoError(t, a.Register(t.Context(), documents.Hash(one), one))
		require.NoError(t, b.Register(t.Context(), documents.Hash(one), one), "two replicas at once")
		assert.True(t, finds(t, b, one, false))
		for _, s := range []*documents.Store{a, b} {
			assert.False(t, finds(t, s, one, true))
		}
		_, err := a.Publish(t.Context(), of(one), first)
		require.NoError(t, err)
		assert.True(t, finds(t, a, one, true), "what is remembered as registered is looked up")
	})
}
