package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// Hash is the SHA-256 of an event: over everything it says, its place, and the
// hash of the event before. Documents count by their content: PostgreSQL keeps
// neither the order of their fields nor their spaces.
func Hash(e *db.Event) ([]byte, error) {
	before, err := canonical(e.Before)
	if err != nil {
		return nil, err
	}
	after, err := canonical(e.After)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal([]any{
		hex.EncodeToString(e.PreviousHash), e.Sequence, e.ID, e.At.UTC().Format(time.RFC3339Nano), e.Actor, e.ActorID, e.OnBehalfOf,
		e.Action, e.Entity, e.EntityID, e.AgencyID, e.Label, before, after,
	})
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(text)
	return digest[:], nil
}

// canonical writes a document in one way: fields in order, no spaces, numbers
// as they were written.
func canonical(document json.RawMessage) (json.RawMessage, error) {
	if len(document) == 0 || string(document) == "null" {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(document))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return json.Marshal(v)
}
