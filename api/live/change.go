// Package live tells the subscriptions of every replica that something changed.
// A change carries ids and no content: whoever hears of it reads anew, with the
// rights of the viewer it reads for.
//
// On SQLite there is one process, and whoever has committed a change publishes
// it to the Hub. On PostgreSQL the change goes out with its transaction (Notify)
// and comes back to each replica's Hub, the sender's own as well (Listen): nobody
// publishes there.
package live

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// A Change says that something happened. It carries ids only, never content: who
// may see it is decided by whoever receives it.
type Change struct {
	// Kind says what happened, such as "SUBMISSION"; 1 to 64 bytes.
	Kind string `json:"kind"`
	// Agency, Window and Submission are what it happened to, each zero where it
	// has no part in it.
	Agency     uuid.UUID `json:"agency,omitzero"`
	Window     uuid.UUID `json:"window,omitzero"`
	Submission uuid.UUID `json:"submission,omitzero"`
	// Event is the entry of the history that has the rest.
	Event uuid.UUID `json:"event,omitzero"`
	// At is when it happened.
	At time.Time `json:"at,omitzero"`
}

// maxKind keeps a change far from the 8000 bytes that PostgreSQL lets through.
const maxKind = 64

func (c Change) check() error {
	switch {
	case c.Kind == "":
		return errors.New("a change has no kind")
	case len(c.Kind) > maxKind:
		return fmt.Errorf("the kind of a change has %d bytes; the limit is %d", len(c.Kind), maxKind)
	}
	return nil
}

// encode puts a change into a notification.
func (c Change) encode() (string, error) {
	if err := c.check(); err != nil {
		return "", err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("change: %w", err)
	}
	return string(text), nil
}

// decode takes a notification apart. A newer replica may say more than we know.
func decode(payload string) (Change, error) {
	var c Change
	if err := json.Unmarshal([]byte(payload), &c); err != nil {
		return Change{}, err
	}
	return c, c.check()
}
