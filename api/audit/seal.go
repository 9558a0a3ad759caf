package audit

import (
	"context"
	"crypto/sha256"
	stdsql "database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/eventchain"
	"github.com/tiendo-vn/tiendo/ent/db/seal"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// sealAction marks the event of a seal. The event holds the seal's hash: a seal
// that is taken away is then missed, also the last.
const sealAction = "audit.seal"

// zone is Viet Nam's, which has had no other since 1975.
var zone = time.FixedZone("ICT", 7*60*60)

// Day is the calendar day of a moment in Viet Nam, as midnight UTC: the form in
// which databases keep days.
func Day(at time.Time) time.Time {
	year, month, day := at.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// A sealedHead is the head of a chain within a seal.
type sealedHead struct {
	Chain    string `json:"chain"`
	Sequence int64  `json:"sequence"`
	Hash     string `json:"hash"`
}

// Seal sets the seal of now's day in Viet Nam over the heads of all chains,
// unless that day or a later one has its seal: then it writes nothing. Replicas
// may do it at once; the head of the instance's chain is what they wait at. on
// is ent's name of the database.
func Seal(ctx context.Context, client *db.Client, on string, now time.Time) (err error) {
	ctx = viewer.NewContext(asof.Now(ctx), viewer.System("audit"))
	tx, err := client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("seal: begin: %w", err)
	}
	committed := false
	defer func() {
		if committed {
			return
		}
		if failed := tx.Rollback(); failed != nil && !errors.Is(failed, stdsql.ErrTxDone) {
			err = errors.Join(err, failed)
		}
	}()
	if err := set(ctx, tx.Client(), on, now.UTC().Truncate(time.Microsecond)); err != nil {
		return fmt.Errorf("seal of %s: %w", Day(now).Format(time.DateOnly), err)
	}
	committed = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("seal: commit: %w", err)
	}
	return nil
}

// set sets the seal inside a transaction.
func set(ctx context.Context, tx *db.Client, on string, now time.Time) error {
	if _, err := lock(ctx, tx, on, Instance); err != nil {
		return err
	}
	today := Day(now)
	last, err := tx.Seal.Query().Order(db.Desc(seal.FieldDay)).First(ctx)
	if err != nil && !db.IsNotFound(err) {
		return err
	}
	var previous []byte
	if last != nil {
		if last.Day.Format(time.DateOnly) >= today.Format(time.DateOnly) {
			return nil
		}
		previous = last.Hash
	}
	heads, err := tx.EventChain.Query().Where(eventchain.SequenceGT(0)).Order(db.Asc(eventchain.FieldChain)).All(ctx)
	if err != nil {
		return err
	}
	named := make([]sealedHead, len(heads))
	for n, h := range heads {
		named[n] = sealedHead{h.Chain, h.Sequence, hex.EncodeToString(h.Hash)}
	}
	text, err := json.Marshal(named)
	if err != nil {
		return err
	}
	row := &db.Seal{Day: today, At: now, Heads: text, PreviousHash: previous}
	hash, err := sealHash(row)
	if err != nil {
		return err
	}
	made, err := tx.Seal.Create().SetDay(row.Day).SetAt(row.At).SetHeads(text).SetPreviousHash(previous).SetHash(hash).Save(ctx)
	if err != nil {
		return err
	}
	_, err = Record(ctx, tx, on, Entry{
		At: now, Actor: "audit", Action: sealAction, Entity: db.TypeSeal, EntityID: &made.ID, Label: today.Format(time.DateOnly),
		After: map[string]any{"hash": hex.EncodeToString(hash), "chains": len(heads)},
	})
	return err
}

// sealHash is the SHA-256 of a seal: its day and time, the heads, and the hash
// of the seal before.
func sealHash(s *db.Seal) ([]byte, error) {
	heads, err := canonical(s.Heads)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal([]any{
		hex.EncodeToString(s.PreviousHash), s.Day.Format(time.DateOnly), s.At.UTC().Format(time.RFC3339Nano), heads,
	})
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(text)
	return digest[:], nil
}
