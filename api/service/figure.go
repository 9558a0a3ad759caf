package service

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/amount"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// Digits is how many digits a quotient keeps after the point.
const Digits = amount.Digits

var hundred = decimal.NewFromInt(100)

// Value returns the number of a figure: as stated, or numerator over
// denominator, in percent where that is the unit. The parts stay exact until
// this one division, rounded half away from zero to Digits.
func Value(f *db.Figure, unit indicator.Unit) (decimal.Decimal, error) {
	switch {
	case f.StatedValue != nil:
		return *f.StatedValue, nil
	case f.Numerator == nil || f.Denominator == nil || f.Denominator.IsZero():
		return decimal.Decimal{}, fmt.Errorf("service: figure %s has neither a value nor a fraction", f.ID)
	case unit == indicator.UnitPERCENT:
		return f.Numerator.Mul(hundred).DivRound(*f.Denominator, Digits), nil
	}
	return f.Numerator.DivRound(*f.Denominator, Digits), nil
}

// Units returns the unit of each indicator that has one.
func Units(ctx context.Context, client *db.Client, ids []uuid.UUID) (map[uuid.UUID]indicator.Unit, error) {
	rows, err := client.Indicator.Query().Where(indicator.IDIn(ids...), indicator.UnitNotNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	units := make(map[uuid.UUID]indicator.Unit, len(rows))
	for _, i := range rows {
		units[i.ID] = *i.Unit
	}
	return units, nil
}
