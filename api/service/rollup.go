package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

// A RollUp is the figures of one indicator in one window, over all agencies.
type RollUp struct {
	Indicator          *db.Indicator
	Window             *db.ReportingWindow
	Count              int
	Mean               *decimal.Decimal
	ShareMeetingTarget *decimal.Decimal
}

// RollUpYear rolls the approved figures of a plan's indicators up by indicator
// and window of a year; on names the dialect of the database. PostgreSQL keeps
// the sums of what is published, as exact numbers. As of an earlier time they
// are made from the figures: by the database, and on SQLite, whose arithmetic is
// not exact, always here.
func RollUpYear(ctx context.Context, client *db.Client, on, planCode string, year int, kind *agency.Kind) ([]*RollUp, error) {
	indicators, err := client.Indicator.Query().Where(indicator.HasPlanWith(plan.Code(planCode)), indicator.KindEQ(indicator.KindINDICATOR)).
		WithTargets(func(q *db.TargetQuery) {
			q.Where(target.Year(year), TargetsInForce(ctx)).Order(db.Asc(target.FieldKind))
		}).All(ctx)
	if err != nil {
		return nil, err
	}
	windows, err := client.ReportingWindow.Query().Where(reportingwindow.Year(year)).All(ctx)
	if err != nil || len(indicators) == 0 || len(windows) == 0 {
		return nil, err
	}
	slices.SortFunc(indicators, func(a, b *db.Indicator) int { return strings.Compare(a.CodeKey, b.CodeKey) })
	slices.SortFunc(windows, func(a, b *db.ReportingWindow) int { return cmp.Compare(a.Quarter, b.Quarter) })
	var tallies map[slot]sum
	if _, then := asof.At(ctx); on == dialect.Postgres && !then {
		tallies, err = tallyKept(ctx, client, planCode, year, kind)
	} else {
		tallies, err = tally(ctx, client, on, indicators, windows, kind)
	}
	if err != nil {
		return nil, err
	}
	rows := make([]*RollUp, 0, len(indicators)*len(windows))
	for _, i := range indicators {
		for _, w := range windows {
			rows = append(rows, tallies[slot{i.ID, w.ID}].rollUp(i, w))
		}
	}
	return rows, nil
}

// A slot is one indicator in one window.
type slot struct{ indicator, window uuid.UUID }

// A sum is what is known of the figures in a slot.
type sum struct {
	count, met int
	total      decimal.Decimal
}

// rollUp turns a sum into a row; a slot without figures has none.
func (s sum) rollUp(i *db.Indicator, w *db.ReportingWindow) *RollUp {
	r := &RollUp{Indicator: i, Window: w, Count: s.count}
	if s.count == 0 {
		return r
	}
	n := decimal.NewFromInt(int64(s.count))
	mean := s.total.DivRound(n, Digits)
	r.Mean = &mean
	if goal(i) != nil {
		share := decimal.NewFromInt(int64(s.met)).DivRound(n, Digits)
		r.ShareMeetingTarget = &share
	}
	return r
}

// goal returns the target with a number that an indicator was loaded with, or
// nil: a dash is not a target. Where a year has an aim and a plan, the aim counts:
// it comes first by kind.
func goal(i *db.Indicator) *db.Target {
	for _, t := range i.Edges.Targets {
		if t.Value != nil && t.Kind != target.KindBASELINE {
			return t
		}
	}
	return nil
}

// Meets says whether a number meets a target: EQ means the value or better,
// in the direction of the indicator.
func Meets(v decimal.Decimal, t *db.Target, direction *indicator.Direction) bool {
	c := v.Cmp(*t.Value)
	switch *t.Comparator {
	case target.ComparatorAbove:
		return c > 0
	case target.ComparatorAtLeast:
		return c >= 0
	case target.ComparatorBelow:
		return c < 0
	case target.ComparatorAtMost, target.ComparatorTop:
		return c <= 0
	}
	if direction != nil && *direction == indicator.DirectionDOWN {
		return c <= 0
	}
	return c >= 0
}

// figuresOf is the figures a roll-up counts.
func figuresOf(client *db.Client, indicators []*db.Indicator, windows []*db.ReportingWindow, kind *agency.Kind) *db.FigureQuery {
	ids := make([]uuid.UUID, len(indicators))
	for n, i := range indicators {
		ids[n] = i.ID
	}
	in := make([]uuid.UUID, len(windows))
	for n, w := range windows {
		in[n] = w.ID
	}
	q := client.Figure.Query().Where(figure.IndicatorIDIn(ids...), figure.WindowIDIn(in...), figure.ApprovedAtNotNil(), figure.SupersededAtIsNil())
	if kind != nil {
		q.Where(figure.HasAgencyWith(agency.KindEQ(*kind)))
	}
	return q
}
