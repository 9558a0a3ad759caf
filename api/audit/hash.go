package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

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
// by their value. PostgreSQL writes 1e2 as 100.
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
	return json.Marshal(plain(v))
}

// mostExponent bounds the digits that a number is written out with.
const mostExponent = 1000

// plain writes out the numbers within a document.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, field := range v {
			v[name] = plain(field)
		}
	case []any:
		for n, item := range v {
			v[n] = plain(item)
		}
	case json.Number:
		if d, err := decimal.NewFromString(v.String()); err == nil && max(d.Exponent(), -d.Exponent()) <= mostExponent {
			return json.Number(d.String())
		}
	}
	return v
}
