// Package amount writes in SQL what a figure amounts to, and means: to as many
// digits, and rounded, as the services do in Go.
package amount

import "strconv"

// Digits is how many digits a quotient keeps after the point.
const Digits = 12

// exactly makes PostgreSQL divide to more places than Digits, to which it is
// rounded then: of a large quotient it would keep fewer.
const exactly = "1.000000000000000000000000000000"

// Quotient divides two expressions, rounding half away from zero to Digits.
func Quotient(dividend, divisor string) string {
	return "round(" + dividend + " * " + exactly + " / " + divisor + ", " + strconv.Itoa(Digits) + ")"
}

// Of is the number of a figure, from expressions for its columns and the unit of
// its indicator: as stated, or numerator over denominator, in percent where that
// is the unit.
func Of(stated, numerator, denominator, unit string) string {
	return "CASE WHEN " + stated + " IS NOT NULL THEN " + stated + " ELSE " +
		Quotient(numerator+" * CASE "+unit+" WHEN 'PERCENT' THEN 100 ELSE 1 END", denominator) + " END"
}
