package audit

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// Kind is what is wrong with the record: stable, for programs.
type Kind string

// The kinds.
const (
	// EventChanged is an event whose hash is not that of what it says.
	EventChanged Kind = "EVENT_CHANGED"
	// EventMissing is a gap in the sequence of a chain.
	EventMissing Kind = "EVENT_MISSING"
	// EventInserted is an event at a place that is taken or that no head or
	// agency knows of.
	EventInserted Kind = "EVENT_INSERTED"
	// EventUnchained is an event outside of all chains that is no older than they.
	EventUnchained Kind = "EVENT_UNCHAINED"
	// LinkBroken is an event that was not chained to the one before it: one of the
	// two took another's place, hash and all.
	LinkBroken Kind = "LINK_BROKEN"
	// EndMissing is a chain that ends before the event its head or a seal knows of.
	EndMissing Kind = "END_MISSING"
	// HeadMissing is a chain without its head.
	HeadMissing Kind = "HEAD_MISSING"
	// HeadChanged is a head that does not fit the last event.
	HeadChanged Kind = "HEAD_CHANGED"
	// ChainRewritten is a chain that is whole and yet not the one that was sealed.
	ChainRewritten Kind = "CHAIN_REWRITTEN"
	// SealChanged is a seal that is not what it was when it was set.
	SealChanged Kind = "SEAL_CHANGED"
	// SealMissing is a seal that was set and is gone.
	SealMissing Kind = "SEAL_MISSING"
	// SealInserted is a seal that nobody recorded having set.
	SealInserted Kind = "SEAL_INSERTED"
)

// A Finding is one thing that is wrong with the record, and where.
type Finding struct {
	// Kind is what is wrong.
	Kind Kind `json:"kind"`
	// Chain is the key of the agency, or Instance; empty where no chain is
	// concerned.
	Chain string `json:"chain,omitempty"`
	// Agency is the agency's code.
	Agency string `json:"agency,omitempty"`
	// Sequence is the place in the chain; To the last place where it is a span.
	Sequence int64 `json:"sequence,omitempty"`
	To       int64 `json:"to,omitempty"`
	// Event, At and Action are those of the event.
	Event  *uuid.UUID `json:"event,omitempty"`
	At     *time.Time `json:"at,omitempty"`
	Action string     `json:"action,omitempty"`
	// Day is that of the seal, as 2006-01-02.
	Day string `json:"day,omitempty"`
	// Sentence says it to people.
	Sentence string `json:"sentence"`
}

// of fills in the event a finding is about.
func (f Finding) of(e *db.Event) Finding {
	at := e.At.UTC()
	f.Sequence, f.Event, f.At, f.Action = e.Sequence, &e.ID, &at, e.Action
	return f
}

// saying gives the finding its sentence, which begins with the place.
func (f Finding) saying(format string, args ...any) Finding {
	var place []string
	switch {
	case f.Chain == Instance:
		place = append(place, "chain of the instance")
	case f.Agency != "":
		place = append(place, "chain of agency "+f.Agency)
	case f.Chain != "":
		place = append(place, fmt.Sprintf("chain %q of no known agency", f.Chain))
	}
	switch {
	case f.Event != nil:
		place = append(place, fmt.Sprintf("event %d (%s at %s, id %s)", f.Sequence, f.Action, f.At.Format(time.RFC3339Nano), f.Event))
	case f.To > f.Sequence:
		place = append(place, fmt.Sprintf("events %d to %d", f.Sequence, f.To))
	case f.Sequence > 0:
		place = append(place, fmt.Sprintf("event %d", f.Sequence))
	}
	if f.Day != "" {
		place = append(place, "seal of "+f.Day)
	}
	f.Sentence = strings.Join(append(place, fmt.Sprintf(format, args...)), ": ") + "."
	return f
}
