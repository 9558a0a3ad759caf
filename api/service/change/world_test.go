package change_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A world is a store over a fresh database, and somebody who asks it for
// changes.
type world struct {
	*change.Store
	clock     *apitest.Clock
	ctx       context.Context
	who       viewer.Viewer
	announced []change.Notice
}

// noon is when everything happens.
var noon = time.Date(2023, 3, 20, 5, 0, 0, 0, time.UTC)

func newWorld(t *testing.T, d *apitest.Database) *world {
	t.Helper()
	w := &world{clock: apitest.NewClock(noon)}
	w.Store = &change.Store{Client: d.Client, Dialect: d.Dialect, Now: w.clock.Now, Announced: func(n change.Notice) { w.announced = append(w.announced, n) }}
	p, err := d.Client.Person.Create().SetSubject("issuer#somebody").SetName("Nguyễn Văn A").Save(apitest.System())
	require.NoError(t, err)
	w.who = viewer.Viewer{Person: p.ID, Name: p.Name}
	w.ctx = viewer.NewContext(t.Context(), w.who)
	return w
}

// add is a change that adds an agency and records it.
func (w *world) add(code string, runs *int) func(context.Context, *change.Tx) (string, error) {
	return func(ctx context.Context, tx *change.Tx) (string, error) {
		if runs != nil {
			*runs++
		}
		made, err := tx.Agency.Create().SetCode(code).SetName(code).SetKind(agency.KindUNIT).Save(viewer.NewContext(ctx, viewer.System("test")))
		if err != nil {
			return "", err
		}
		tx.Record(audit.Entry{Action: "agency.add", Entity: "Agency", EntityID: &made.ID, Agency: &made.ID, After: map[string]any{"code": code}})
		tx.Notify(change.Notice{Kind: "agency.add", Agency: made.ID})
		return made.Code, nil
	}
}

// there says whether an agency was added.
func (w *world) there(code string) bool {
	return w.Client.Agency.Query().Where(agency.Code(code)).ExistX(apitest.System())
}

// counted is how many events and keys there are.
func (w *world) counted() [2]int {
	return [2]int{w.Client.Event.Query().CountX(apitest.System()), w.Client.IdempotencyKey.Query().CountX(apitest.System())}
}

func request(operation, key string, in any) change.Request {
	r := change.Request{Operation: operation, Input: in}
	if key != "" {
		r.Key = &key
	}
	return r
}

// another is somebody else at the same store.
func (w *world) another(t *testing.T) context.Context {
	t.Helper()
	p := w.Client.Person.Create().SetSubject("issuer#" + uuid.NewString()).SetName("Trần Thị B").SaveX(apitest.System())
	return viewer.NewContext(t.Context(), viewer.Viewer{Person: p.ID, Name: p.Name})
}

// client gives the world another way to the database.
func (w *world) client(c *db.Client) *world {
	other := *w
	store := *w.Store
	store.Client = c
	other.Store = &store
	return &other
}
