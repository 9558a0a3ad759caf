package audit

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/seal"
)

// A point is what a seal says of a chain: the hash at a place.
type point struct {
	day      string
	sequence int64
	hash     [32]byte
}

// sealed is what the seals say.
type sealed struct {
	points            map[string][]point // by chain
	days              map[uuid.UUID]sealedDay
	order             []uuid.UUID // by day
	doubts            map[string]bool
	gaps              []gap
	count             int
	lastDay, lastHash string
}

// A gap is between a seal and the one it was not chained to.
type gap struct {
	after, before string // days
	finding       Finding
}

// A sealedDay is one seal.
type sealedDay struct {
	day   string
	hash  string
	noted bool // recorded by an event
}

// readSeals reads the seals in the order of their days, reports those that were
// changed, and keeps the heads of the others: of days without a change of a
// chain, the first.
func readSeals(ctx context.Context, client *db.Client, report func(Finding)) (*sealed, error) {
	s := &sealed{points: map[string][]point{}, days: map[uuid.UUID]sealedDay{}, doubts: map[string]bool{}}
	var last *db.Seal
	var stood []byte // the hash the last should have
	for {
		q := client.Seal.Query().Order(db.Asc(seal.FieldDay)).Limit(page)
		if last != nil {
			q.Where(seal.DayGT(last.Day.UTC()))
		}
		found, err := q.All(ctx)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			day := row.Day.Format(time.DateOnly)
			computed, err := sealHash(row)
			heads, readable := headsOf(row)
			if err != nil || !readable || !bytes.Equal(computed, row.Hash) {
				s.doubts[day] = true
				report(Finding{Kind: SealChanged, Day: day}.saying("its hash is not that of what it says: it was changed"))
			} else {
				s.add(day, heads)
			}
			s.follow(last, stood, row, day)
			s.days[row.ID] = sealedDay{day: day, hash: hex.EncodeToString(row.Hash)}
			s.order = append(s.order, row.ID)
			last, stood = row, computed
		}
		if len(found) < page {
			break
		}
	}
	s.count = len(s.order)
	if last != nil {
		s.lastDay, s.lastHash = last.Day.Format(time.DateOnly), hex.EncodeToString(last.Hash)
	}
	return s, nil
}

// follow looks whether a seal was chained to the one before it.
func (s *sealed) follow(last *db.Seal, stood []byte, row *db.Seal, day string) {
	switch {
	case last == nil && len(row.PreviousHash) > 0:
		s.gaps = append(s.gaps, gap{"", day, Finding{Kind: SealMissing, Day: day}.saying("it was chained to a seal before it, of which there is none")})
	case last != nil && !names([][]byte{last.Hash, stood}, row.PreviousHash):
		before := last.Day.Format(time.DateOnly)
		s.gaps = append(s.gaps, gap{before, day, Finding{Kind: SealMissing, Day: day}.saying(
			"it was not chained to the seal of %s: one of the two was changed, or one between them removed", before)})
	}
}

// headsOf reads the heads within a seal.
func headsOf(row *db.Seal) ([]sealedHead, bool) {
	var heads []sealedHead
	if err := json.Unmarshal(row.Heads, &heads); err != nil {
		return nil, false
	}
	return heads, !slices.ContainsFunc(heads, func(h sealedHead) bool {
		hash, err := hex.DecodeString(h.Hash)
		return err != nil || len(hash) != len(point{}.hash)
	})
}

// add keeps the heads of a day.
func (s *sealed) add(day string, heads []sealedHead) {
	for _, h := range heads {
		p := point{day: day, sequence: h.Sequence}
		hash, _ := hex.DecodeString(h.Hash) // headsOf has seen to it
		copy(p.hash[:], hash)
		known := s.points[h.Chain]
		if len(known) > 0 && known[len(known)-1].sequence == p.sequence && known[len(known)-1].hash == p.hash {
			continue
		}
		s.points[h.Chain] = append(known, p)
	}
}

// doubted says whether a seal is not to be believed.
func (s *sealed) doubted(day string) bool { return s.doubts[day] }

// noted compares the event of a seal with the seal. An event that was changed
// says nothing about it.
func (s *sealed) noted(e *db.Event, whole bool, report func(Finding)) {
	if e.Action != sealAction || e.AgencyID != nil || e.EntityID == nil || e.Label == nil {
		return
	}
	var said struct{ Hash string }
	if err := json.Unmarshal(e.After, &said); err != nil {
		whole = false
	}
	is, there := s.days[*e.EntityID]
	switch {
	case !there && !whole:
		return
	case !there:
		s.doubts[*e.Label] = true
		report(Finding{Kind: SealMissing, Day: *e.Label}.saying("it was set at %s and is gone", e.At.UTC().Format(time.RFC3339Nano)))
		return
	case whole && is.hash != said.Hash && !s.doubts[is.day]:
		s.doubts[is.day] = true
		report(Finding{Kind: SealChanged, Day: is.day}.saying("its hash is not the one that was recorded when it was set: it was changed, hash and all"))
	}
	is.noted = true
	s.days[*e.EntityID] = is
}

// finish reports seals that nobody recorded, and those that were not chained
// where nothing else explains it.
func (s *sealed) finish(report func(Finding)) {
	for _, id := range s.order {
		if d := s.days[id]; !d.noted {
			s.doubts[d.day] = true
			report(Finding{Kind: SealInserted, Day: d.day}.saying("no event tells of its being set: it was added, or the event removed"))
		}
	}
	for _, g := range s.gaps {
		explained := false
		for day := range s.doubts {
			explained = explained || g.after <= day && day <= g.before
		}
		if !explained {
			report(g.finding)
		}
	}
}
