package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Revisions returns how an agency's figures changed after they were approved:
// of those the viewer may see, and with a year only of those reported in its
// windows. Four statements.
func Revisions(ctx context.Context, client *db.Client, agencyID uuid.UUID, year *int) (*RevisionStatistics, error) {
	where := []predicate.Figure{figure.AgencyID(agencyID)}
	if year != nil {
		where = append(where, figure.Year(*year), figure.WindowIDNotNil())
	}
	approved, err := client.Figure.Query().Where(append(where, figure.ApprovedAtNotNil())...).All(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*db.Figure, len(approved))
	stats := &RevisionStatistics{ByIndicator: []*IndicatorRevisions{}}
	for _, f := range approved {
		byID[f.ID] = f
		if f.SupersededAt == nil {
			stats.Figures++
		}
	}
	between, err := linksBetween(ctx, client, where)
	if err != nil {
		return nil, err
	}
	changes, err := changesOf(ctx, client, approved, func(f *db.Figure) *db.Figure { return replaced(f, byID, between) })
	if err != nil {
		return nil, err
	}
	return stats, stats.sumUp(ctx, client, changes)
}

// linksBetween returns what figures that were never approved took the place of:
// drafts that lie between two approved ones. Of them only keys are read,
// whoever asks.
func linksBetween(ctx context.Context, client *db.Client, where []predicate.Figure) (map[uuid.UUID]uuid.UUID, error) {
	drafts, err := client.Figure.Query().Where(append(where, figure.ApprovedAtIsNil(), figure.SupersedesIDNotNil())...).
		Select(figure.FieldSupersedesID).All(viewer.NewContext(ctx, viewer.System("revisions")))
	links := make(map[uuid.UUID]uuid.UUID, len(drafts))
	for _, f := range drafts {
		links[f.ID] = *f.SupersedesID
	}
	return links, err
}

// replaced returns the approved figure that one took the place of; nil where
// there is none, or none the viewer may see.
func replaced(f *db.Figure, approved map[uuid.UUID]*db.Figure, between map[uuid.UUID]uuid.UUID) *db.Figure {
	if f.SupersedesID == nil {
		return nil
	}
	for id, ok := *f.SupersedesID, true; ok; id, ok = between[id] {
		if old := approved[id]; old != nil {
			return old
		}
	}
	return nil
}

// changesOf returns by indicator the differences between approved figures and
// the approved ones they took the place of.
func changesOf(ctx context.Context, client *db.Client, figures []*db.Figure, before func(*db.Figure) *db.Figure) (map[uuid.UUID][]decimal.Decimal, error) {
	pairs, ids := map[*db.Figure]*db.Figure{}, []uuid.UUID{}
	for _, f := range figures {
		if old := before(f); old != nil {
			pairs[f], ids = old, append(ids, f.IndicatorID)
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	units, err := Units(ctx, client, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	changes := map[uuid.UUID][]decimal.Decimal{}
	for f, old := range pairs {
		now, err := Value(f, units[f.IndicatorID])
		if err != nil {
			return nil, err
		}
		then, err := Value(old, units[f.IndicatorID])
		if err != nil {
			return nil, err
		}
		changes[f.IndicatorID] = append(changes[f.IndicatorID], now.Sub(then))
	}
	return changes, nil
}

// sumUp fills the statistics from the changes of each indicator.
func (s *RevisionStatistics) sumUp(ctx context.Context, client *db.Client, changes map[uuid.UUID][]decimal.Decimal) error {
	if len(changes) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, 0, len(changes))
	for id := range changes {
		ids = append(ids, id)
	}
	q, err := client.Indicator.Query().Where(indicator.IDIn(ids...)).CollectFields(Selecting(ctx, "byIndicator", "indicator"))
	if err != nil {
		return err
	}
	indicators, err := q.WithPlan().All(ctx)
	if err != nil {
		return err
	}
	slices.SortFunc(indicators, func(a, b *db.Indicator) int {
		return cmp.Or(cmp.Compare(len(changes[b.ID]), len(changes[a.ID])),
			strings.Compare(a.Edges.Plan.CodeKey, b.Edges.Plan.CodeKey), strings.Compare(a.CodeKey, b.CodeKey))
	})
	var all []decimal.Decimal
	for _, i := range indicators {
		mean, signed := means(changes[i.ID])
		s.ByIndicator = append(s.ByIndicator, &IndicatorRevisions{Indicator: i, Count: len(changes[i.ID]), MeanChange: mean, SignedChange: signed})
		all = append(all, changes[i.ID]...)
	}
	s.Count = len(all)
	mean, signed := means(all)
	s.MeanChange, s.SignedChange = &mean, &signed
	return nil
}

// means returns the mean of numbers regardless of sign, and with it, to Digits.
func means(changes []decimal.Decimal) (regardless, signed decimal.Decimal) {
	for _, c := range changes {
		regardless, signed = regardless.Add(c.Abs()), signed.Add(c)
	}
	n := decimal.NewFromInt(int64(len(changes)))
	return regardless.DivRound(n, Digits), signed.DivRound(n, Digits)
}
