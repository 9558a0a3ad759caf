package service

import (
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db"
)

// RevisionStatistics is how figures changed after they were approved.
type RevisionStatistics struct {
	// How many approved figures took the place of another approved figure.
	Count int
	// Of how many approved figures, the replaced ones left out.
	Figures int
	// Mean of the changes regardless of sign, in the unit of the indicators; null where there is none.
	MeanChange *decimal.Decimal
	// Mean of the changes with their sign: whether first figures are too low or too high; null where there is none.
	SignedChange *decimal.Decimal
	// By indicator, those revised most first.
	ByIndicator []*IndicatorRevisions
}

// IndicatorRevisions is how the figures of one indicator changed after they were approved.
type IndicatorRevisions struct {
	// The indicator.
	Indicator *db.Indicator
	// How many revisions.
	Count int
	// Mean of the changes regardless of sign.
	MeanChange decimal.Decimal
	// Mean of the changes with their sign.
	SignedChange decimal.Decimal
}
