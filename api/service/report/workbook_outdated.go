package report

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A FormChange is something in which a workbook differs from the one that would
// be made now.
type FormChange struct {
	// Indicator is the code of the row.
	Indicator string
	// What is ADDED or REMOVED for a row, else what of it changed: TARGET, NAME or
	// UNIT.
	What string
	// Was and Is are the texts before and now; empty for rows.
	Was, Is string
}

// The kinds of a FormChange.
const (
	RowAdded      = "ADDED"
	RowRemoved    = "REMOVED"
	TargetChanged = "TARGET"
	NameChanged   = "NAME"
	UnitChanged   = "UNIT"
)

// FormChanges compares a workbook, of which the codes of its rows and the time it
// was made are known, with the catalogue now: what was added, what is gone, which
// targets, names and units changed.
func (s *Service) FormChanges(ctx context.Context, agencyCode, windowCode string, rows []string, issued time.Time) ([]FormChange, error) {
	b, err := s.basis(ctx, agencyCode, windowCode)
	if err != nil {
		return nil, err
	}
	then, err := service.TargetsOf(asof.With(ctx, issued), s.Client, keys(b.owed), b.window.Year)
	if err != nil {
		return nil, err
	}
	words, err := wordsOf(ctx, s.Client, b.owed, issued)
	if err != nil {
		return nil, err
	}
	left := map[string]bool{}
	for _, code := range rows {
		left[code] = true
	}
	var changes []FormChange
	for n, code := range rowCodes(b.owed) {
		i := b.owed[n]
		if !left[code] {
			changes = append(changes, FormChange{Indicator: code, What: RowAdded})
			continue
		}
		delete(left, code)
		for _, c := range []FormChange{
			{code, TargetChanged, targetText(then[i.ID]), targetText(b.targets[i.ID])},
			{code, NameChanged, words[i.ID].Name, i.Name},
			{code, UnitChanged, words[i.ID].Unit, unitOf(i)},
		} {
			if c.Was != c.Is {
				changes = append(changes, c)
			}
		}
	}
	for _, code := range rows {
		if left[code] {
			changes = append(changes, FormChange{Indicator: code, What: RowRemoved})
		}
	}
	return changes, nil
}

// words are what an indicator was called and measured in.
type words struct {
	Name string `json:"name"`
	Unit string `json:"unit"`
}

// wordsOf returns what indicators were called at a time: what the record says
// they were before the first change after it, or as they are.
func wordsOf(ctx context.Context, client *db.Client, indicators []*db.Indicator, at time.Time) (map[uuid.UUID]words, error) {
	were := make(map[uuid.UUID]words, len(indicators))
	for _, i := range indicators {
		were[i.ID] = words{i.Name, unitOf(i)}
	}
	// Changes of the catalogue are published, if not through the record.
	ctx = viewer.NewContext(ctx, viewer.System("workbook"))
	events, err := client.Event.Query().Where(event.EntityIDIn(keys(indicators)...), event.AtGT(at)).
		Order(db.Desc(event.FieldAt, event.FieldID)).All(ctx)
	for _, e := range events {
		if e.EntityID == nil || len(e.Before) == 0 {
			continue
		}
		w := were[*e.EntityID]
		if err := json.Unmarshal(e.Before, &w); err != nil { // fields that did not change stay
			return nil, err
		}
		were[*e.EntityID] = w
	}
	return were, err
}
