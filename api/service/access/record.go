package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// mostLabel bounds the name of an operation in the record, in bytes.
	mostLabel = 200
	// mostVariables bounds the variables that are kept whole, in bytes.
	mostVariables = 16 << 10
)

// A Read is something an inspector asks for.
type Read struct {
	// Operation is its name, empty where it has none; Kind is query, mutation,
	// subscription, or what else was read.
	Operation, Kind string
	// Query and Variables are what was asked.
	Query     string
	Variables map[string]any
}

// RecordRead notes in the record that the viewer of the context, an inspector,
// asks for something. It returns once the note is committed.
func (s *Service) RecordRead(ctx context.Context, r Read) error {
	v, _ := viewer.FromContext(ctx)
	variables, err := kept(r.Variables)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(r.Query))
	entry := audit.Entry{
		At: s.Clock(), Actor: v.Name, Action: "inspector.read", Entity: "Query", Label: r.Operation[:min(len(r.Operation), mostLabel)],
		After: map[string]any{"operation": r.Kind, "query": hex.EncodeToString(sum[:]), "variables": variables},
	}
	if v.Person != uuid.Nil {
		entry.ActorID = &v.Person
	}
	ctx = viewer.NewContext(ctx, viewer.System("recorder"))
	return s.inTx(ctx, func(tx *db.Client) error {
		_, err := audit.Record(ctx, tx, s.Dialect, entry)
		return err
	})
}

// kept are variables as the record keeps them: whole, or their SHA-256 where
// they are long or hold NUL, which PostgreSQL cannot keep.
func kept(variables map[string]any) (any, error) {
	text, err := json.Marshal(variables)
	if err != nil || len(text) <= mostVariables && !bytes.Contains(text, []byte(`\u0000`)) {
		return json.RawMessage(text), err
	}
	sum := sha256.Sum256(text)
	return map[string]string{"sha256": hex.EncodeToString(sum[:])}, nil
}
