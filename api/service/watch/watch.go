// Package watch answers subscriptions: what happens to a report, to what an
// agency owes, and to the progress of a window, for as long as the viewer
// listens. What arrives is a sign that something changed; everything that is
// told is read anew, with the rights the viewer has by then.
package watch

import (
	"context"
	"reflect"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/live"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Service answers subscriptions.
type Service struct {
	Client  *db.Client
	Reports *report.Service
	// Hub hands out what happens; nil where nothing is heard.
	Hub *live.Hub
	// Refresh returns the viewer that a person is now; nil where viewers do not
	// change.
	Refresh func(ctx context.Context, person uuid.UUID) (viewer.Viewer, error)
}

// ChangeKind is what happened.
type ChangeKind string

// The values.
const (
	// Something was done; action says what.
	Changed ChangeKind = "CHANGED"
	// Something may have been missed: read again.
	Refetch ChangeKind = "REFETCH"
)

// listen calls tell for every sign that matches, until the viewer goes, the
// viewer's rights are no longer those the subscription began with, or tell says
// that there is nothing more to tell. What tell returns is sent; nil is not.
func listen[T any](ctx context.Context, s *Service, match func(live.Change) bool, tell func(context.Context, live.Signal) (*T, error)) <-chan *T {
	out := make(chan *T)
	signals := s.Hub.Subscribe(ctx, match)
	go func() {
		defer close(out)
		for signal := range signals {
			if !s.entitled(ctx) {
				return
			}
			told, err := tell(ctx, signal)
			if err != nil {
				return // the client subscribes again, and is told what is wrong
			}
			if told == nil {
				continue
			}
			select {
			case out <- told:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// entitled says whether the viewer still has the rights it began with: what
// may be told is judged by them.
func (s *Service) entitled(ctx context.Context) bool {
	v, _ := viewer.FromContext(ctx)
	if s.Refresh == nil || !v.SignedIn() {
		return true
	}
	now, err := s.Refresh(ctx, v.Person)
	return err == nil && now.ReadAll == v.ReadAll && reflect.DeepEqual(rights(now), rights(v)) &&
		reflect.DeepEqual(now.Below, v.Below) && reflect.DeepEqual(now.Beyond, v.Beyond) && reflect.DeepEqual(now.Measures, v.Measures)
}

// rights are the roles of a viewer, by where.
func rights(v viewer.Viewer) map[viewer.Role]map[uuid.UUID]bool {
	where := map[viewer.Role]map[uuid.UUID]bool{}
	for _, g := range v.Grants {
		if where[g.Role] == nil {
			where[g.Role] = map[uuid.UUID]bool{}
		}
		where[g.Role][g.Agency] = true
	}
	return where
}

// actor returns who made a change, or nil where the viewer may not see who.
func (s *Service) actor(ctx context.Context, id uuid.UUID) (*db.Person, error) {
	e, err := s.Client.Event.Query().Where(event.ID(id)).Only(ctx)
	if db.IsNotFound(err) || err == nil && e.ActorID == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	who, err := s.Client.Person.Query().Where(person.ID(*e.ActorID)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return who, err
}

// at is when a sign is of.
func (s *Service) at(signal live.Signal) time.Time {
	if signal.Refetch {
		return s.Reports.Clock()
	}
	return signal.At
}
