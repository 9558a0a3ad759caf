package audit

import (
	"bytes"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// mostHashes bounds what is remembered of events at one place.
const mostHashes = 8

// A walk follows a chain from its first event to its head.
type walk struct {
	at     Finding // where: chain and agency
	report func(Finding)
	seals  *sealed
	points []point // what seals say of the chain, in the order of their days

	count  int
	last   int64     // place of the last event
	lastID uuid.UUID // its key
	// hashes are those that what comes next may name: the last event's, as it has
	// it and as it should be. A changed event is then found once, not twice.
	hashes, before [][]byte
	misfits        []point // sealed heads that are not there
	fits           int64   // place of the last sealed head that is
}

// place begins a finding about the chain.
func (w *walk) place(kind Kind) Finding {
	f := w.at
	f.Kind = kind
	return f
}

// event takes the next event, in the order of places.
func (w *walk) event(e *db.Event) {
	w.count++
	f := w.at.of(e)
	say := func(kind Kind, format string, args ...any) {
		f.Kind = kind
		w.report(f.saying(format, args...))
	}
	whole := true
	switch {
	case e.Sequence == w.last:
		say(EventInserted, "its place is taken twice, also by the event with id %s: one of the two was added", w.lastID)
	case e.Sequence > w.last+1:
		whole = false
		w.gap(e)
		fallthrough
	default:
		w.before, w.hashes = w.hashes, nil
	}
	computed, err := Hash(e)
	intact := err == nil && bytes.Equal(computed, e.Hash)
	if !intact {
		say(EventChanged, "its hash is not that of what it says: it was changed")
	}
	if first := e.Sequence == 1; whole && first && len(e.PreviousHash) > 0 || whole && !first && !names(w.before, e.PreviousHash) {
		say(LinkBroken, "it was not chained to the event before it: one of the two took another's place")
	}
	if len(w.hashes) < mostHashes {
		w.hashes = append(w.hashes, e.Hash, computed)
	}
	w.last, w.lastID = e.Sequence, e.ID
	w.compare(e)
	w.seals.noted(e, intact, w.report)
}

// gap reports the events that are missing before e.
func (w *walk) gap(e *db.Event) {
	f := w.place(EventMissing)
	f.Sequence, f.To = w.last+1, e.Sequence-1
	if w.last == 0 {
		w.report(f.saying("removed from the beginning, before event %d (%s)", e.Sequence, e.ID))
		return
	}
	w.report(f.saying("removed between event %d (%s) and event %d (%s)", w.last, w.lastID, e.Sequence, e.ID))
}

// compare holds an event against the seals that name its place.
func (w *walk) compare(e *db.Event) {
	for ; len(w.points) > 0 && w.points[0].sequence <= e.Sequence; w.points = w.points[1:] {
		p := w.points[0]
		switch {
		case p.sequence < e.Sequence: // missing, which was reported
		case names(w.hashes, p.hash[:]):
			w.fits = p.sequence
		default:
			w.misfits = append(w.misfits, p)
		}
	}
}

// finish compares the chain with its head and with what was sealed.
func (w *walk) finish(head *db.EventChain) {
	w.judgeHead(head)
	// The first seal that does not fit says it: the later ones follow from it.
	for _, p := range append(w.misfits, w.points...) {
		if w.seals.doubted(p.day) {
			continue
		}
		f := w.place(ChainRewritten)
		f.Day = p.day
		if p.sequence <= w.last {
			f.Sequence, f.To = w.fits+1, p.sequence
			w.report(f.saying("event %d is not the one that was sealed: the chain was written anew from event %d on, or earlier than event %[1]d", p.sequence, f.Sequence))
			return
		}
		if head == nil || head.Sequence < p.sequence { // else the head has said it
			f.Kind, f.Sequence, f.To = EndMissing, w.last+1, p.sequence
			w.report(f.saying("sealed and no longer there: removed from the end"))
		}
		return
	}
}

func (w *walk) judgeHead(head *db.EventChain) {
	switch {
	case head == nil && w.last > 0:
		w.report(w.place(HeadMissing).saying("its head is missing, its last event is %d", w.last))
	case head == nil:
	case head.Sequence > w.last:
		f := w.place(EndMissing)
		f.Sequence, f.To = w.last+1, head.Sequence
		w.report(f.saying("removed from the end: the head says %d, the last event is %d", head.Sequence, w.last))
	case head.Sequence < w.last:
		f := w.place(HeadChanged)
		w.report(f.saying("the head says %d, the last event is %d: the head was changed, or events were added after it", head.Sequence, w.last))
	case w.last == 0 && len(head.Hash) > 0, w.last > 0 && !names(w.hashes, head.Hash):
		w.report(w.place(HeadChanged).saying("the hash of the head is not that of event %d, the last: one of the two was changed", w.last))
	}
}

// names says whether one of the hashes is the given one.
func names(hashes [][]byte, hash []byte) bool {
	return len(hash) > 0 && slices.ContainsFunc(hashes, func(h []byte) bool { return bytes.Equal(h, hash) })
}
