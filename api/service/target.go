package service

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

// TargetsInForce is the condition that a target is the version in force, now or at the
// time as of which the context reads.
func TargetsInForce(ctx context.Context) predicate.Target {
	at, ok := asof.At(ctx)
	if !ok {
		return target.SupersededAtIsNil()
	}
	return target.And(target.RecordedAtLTE(at), target.Or(target.SupersededAtIsNil(), target.SupersededAtGT(at)))
}

// TargetsOf returns what is expected of each indicator in a year: the aim where
// there is one, or else the plan; one with a number before one without.
func TargetsOf(ctx context.Context, client *db.Client, indicators []uuid.UUID, year int) (map[uuid.UUID]*db.Target, error) {
	q := client.Target.Query().Where(target.IndicatorIDIn(indicators...), target.Year(year), target.KindNEQ(target.KindBASELINE), TargetsInForce(ctx)).
		Order(db.Asc(target.FieldKind)) // GOAL before PLAN
	q, err := q.CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := q.All(ctx)
	expected := make(map[uuid.UUID]*db.Target, len(indicators))
	for _, t := range rows {
		if known := expected[t.IndicatorID]; known == nil || known.Value == nil && t.Value != nil {
			expected[t.IndicatorID] = t
		}
	}
	return expected, err
}
