// Package change carries out changes: one transaction each, with its events in
// the record, safe to repeat, and announced once it is done.
package change

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/idempotencykey"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// maxKey is the longest clientMutationId, in bytes.
	maxKey = 100
	// tries is how often a change is tried that meets a row somebody else added.
	tries = 2
	// readBack is how long to look for a change whose commit was not answered;
	// overtime is how much of it may be after the request's deadline.
	readBack, overtime = 10 * time.Second, 500 * time.Millisecond
)

// A Store is where changes are made.
type Store struct {
	// Client reads and writes under the viewer of the context.
	Client *db.Client
	// Dialect is ent's name of the database.
	Dialect string
	// Now is the clock.
	Now func() time.Time
	// Announce tells of a change inside its transaction; nil where Announced
	// does.
	Announce func(ctx context.Context, tx *db.Client, c Notice) error
	// Announced tells of a change after its transaction; nil where Announce does.
	Announced func(c Notice)
}

// Clock returns the time as the databases keep it: UTC, in microseconds.
func (s *Store) Clock() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// A Notice says that something happened. It carries keys only: who may see
// what, is decided by whoever receives it.
type Notice struct {
	// Kind is what was done, such as submission.submit.
	Kind string
	// Agency, Window and Submission say where.
	Agency, Window, Submission uuid.UUID
	// Event is the first event of the change in the record.
	Event uuid.UUID
	// At is when.
	At time.Time
}

// A Request is a change that is asked for.
type Request struct {
	// Operation names the change, such as submitSubmission.
	Operation string
	// Key is the client's clientMutationId: a repeat with the same key gives the
	// first answer.
	Key *string
	// Input is what it is asked with; the same key with another input is refused.
	Input any
}

// A Tx is a change in progress.
type Tx struct {
	*db.Client
	// Viewer is who asks.
	Viewer viewer.Viewer
	// At is the time of the change: all it writes bears it.
	At time.Time
	// For is whose role was used, where it was lent.
	For *viewer.Lender

	dialect string
	entries []audit.Entry
	first   uuid.UUID // key of the first event, once recorded
	notice  *Notice
}

// Dialect is ent's name of the database.
func (tx *Tx) Dialect() string { return tx.dialect }

// Record adds an event of the change; who and when are filled in.
func (tx *Tx) Record(e audit.Entry) {
	e.At, e.Actor = tx.At, tx.Viewer.Name
	if id := tx.Viewer.Person; id != uuid.Nil {
		e.ActorID = &id
	}
	if tx.For != nil {
		e.OnBehalfOf = tx.For.Name
	}
	tx.entries = append(tx.entries, e)
}

// Notify says what to announce once the change is made. The last call counts:
// one announcement a change.
func (tx *Tx) Notify(c Notice) {
	c.At = tx.At
	tx.notice = &c
}

// Do makes a change. What run returns is kept under the request's key and
// given back to a repeat. An error undoes everything; Faults among them are
// for the client.
//
// first is when the answer was first given: zero where that is now. An answer
// given before is to be read as of then.
func Do[A any](ctx context.Context, s *Store, r Request, run func(context.Context, *Tx) (A, error)) (answer A, first time.Time, err error) {
	ctx = asof.Now(ctx)
	v, _ := viewer.FromContext(ctx)
	if !v.SignedIn() {
		return answer, first, Refuse(NotAllowed, nil, Say("Hãy đăng nhập để thực hiện việc này.", "Sign in to do this."))
	}
	hash, err := r.hash()
	if err != nil {
		return answer, first, err
	}
	if first, err = s.repeated(ctx, v, r, hash, &answer); err != nil || !first.IsZero() {
		return answer, first, err
	}
	var tx *Tx
	for try := 1; ; try++ {
		tx = &Tx{Viewer: v, At: s.Clock(), dialect: s.Dialect}
		err = s.attempt(ctx, tx, func(ctx context.Context) error {
			made, err := run(ctx, tx)
			if err != nil {
				return err
			}
			answer = made
			return s.finish(ctx, tx, r, hash, made)
		})
		// Two may add the same row at once, such as the report of an agency: the one
		// that comes second finds it when it looks again.
		if !db.IsConstraintError(err) || try == tries {
			break
		}
	}
	if err != nil {
		// Somebody else may have made the same change meanwhile, with the same key.
		var given A
		if first, again := s.repeated(ctx, v, r, hash, &given); again != nil || !first.IsZero() {
			return given, first, again
		}
		var none A
		return none, time.Time{}, err
	}
	if s.Announced != nil && tx.notice != nil {
		s.Announced(*tx.notice)
	}
	return answer, time.Time{}, nil
}

// attempt runs fn in a transaction that commits only when fn returns nil.
func (s *Store) attempt(ctx context.Context, tx *Tx, fn func(context.Context) error) (err error) {
	t, err := s.Client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	tx.Client = t.Client()
	committed := false
	defer func() {
		if !committed {
			err = errors.Join(err, ignoreDone(t.Rollback()))
		}
	}()
	if err := fn(db.NewTxContext(ctx, t)); err != nil {
		return err
	}
	committed = true
	if err := t.Commit(); err != nil {
		return s.lookAgain(ctx, tx, fmt.Errorf("commit: %w", err))
	}
	return nil
}

// lookAgain finds out whether a commit whose answer was lost took place: its
// first event is there then.
func (s *Store) lookAgain(ctx context.Context, tx *Tx, lost error) error {
	if len(tx.entries) == 0 || tx.first == uuid.Nil {
		return lost
	}
	end := time.Now().Add(readBack)
	if deadline, ok := ctx.Deadline(); ok && deadline.Add(overtime).Before(end) {
		end = deadline.Add(overtime)
	}
	ctx, cancel := context.WithDeadline(context.WithoutCancel(viewer.NewContext(ctx, viewer.System("change"))), end)
	defer cancel()
	there, err := s.Client.Event.Query().Where(event.ID(tx.first)).Exist(ctx)
	if err != nil {
		return errors.Join(lost, err)
	}
	if !there {
		return lost
	}
	return nil
}

// finish writes what goes with every change: its events, its key, its
// announcement.
func (s *Store) finish(ctx context.Context, tx *Tx, r Request, hash []byte, answer any) error {
	var err error
	if len(tx.entries) > 0 {
		if tx.first, err = audit.Record(ctx, tx.Client, s.Dialect, tx.entries...); err != nil {
			return err
		}
	}
	if tx.notice != nil {
		tx.notice.Event = tx.first
	}
	if r.Key != nil {
		if err := s.remember(ctx, tx, r, hash, answer); err != nil {
			return err
		}
	}
	if s.Announce != nil && tx.notice != nil {
		return s.Announce(ctx, tx.Client, *tx.notice)
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// remember keeps the answer for a repeat.
func (s *Store) remember(ctx context.Context, tx *Tx, r Request, hash []byte, answer any) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return tx.IdempotencyKey.Create().SetCallerID(tx.Viewer.Person).SetKey(*r.Key).SetOperation(r.Operation).
		SetInputHash(hash).SetAnswer(text).SetAt(tx.At).Exec(viewer.NewContext(ctx, viewer.System("change")))
}

// repeated looks for the answer to a request that was made before.
func (s *Store) repeated(ctx context.Context, v viewer.Viewer, r Request, hash []byte, answer any) (time.Time, error) {
	if r.Key == nil {
		return time.Time{}, nil
	}
	if *r.Key == "" || len(*r.Key) > maxKey {
		return time.Time{}, Refuse(Invalid, []string{"clientMutationId"}, Say(
			"clientMutationId phải có từ 1 đến %[1]d ký tự.", "clientMutationId has to have 1 to %[1]d characters.", maxKey))
	}
	k, err := s.Client.IdempotencyKey.Query().Where(idempotencykey.CallerID(v.Person), idempotencykey.Key(*r.Key)).
		Only(viewer.NewContext(ctx, viewer.System("change")))
	switch {
	case db.IsNotFound(err):
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, err
	case k.Operation != r.Operation || string(k.InputHash) != string(hash):
		return time.Time{}, Refuse(KeyReused, []string{"clientMutationId"}, Say(
			"clientMutationId %[1]q đã được dùng cho một thay đổi khác (%[2]s).", "clientMutationId %[1]q was used for another change (%[2]s).", *r.Key, k.Operation))
	}
	return k.At, json.Unmarshal(k.Answer, answer)
}

// hash is the SHA-256 of what was asked.
func (r Request) hash() ([]byte, error) {
	text, err := json.Marshal([]any{r.Operation, r.Input})
	digest := sha256.Sum256(text)
	return digest[:], err
}
