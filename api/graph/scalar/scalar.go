// Package scalar holds the graph's scalars: texts, times, calendar dates and
// exact decimals.
package scalar

import (
	"fmt"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/shopspring/decimal"
)

// Error is a value that is not of its scalar.
type Error struct{ Value, Expected string }

// Error names the value and what was expected.
func (e *Error) Error() string { return fmt.Sprintf("%q: expected %s", e.Value, e.Expected) }

// MarshalDate writes a calendar date as 2006-01-02.
func MarshalDate(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { io.WriteString(w, t.Format(`"2006-01-02"`)) })
}

// UnmarshalDate reads 2006-01-02.
func UnmarshalDate(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, &Error{Value: fmt.Sprint(v), Expected: "a date such as 2023-04-02"}
	}
	return t, nil
}

// MarshalDecimal writes a decimal as a string: JSON numbers lose digits.
func MarshalDecimal(d decimal.Decimal) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { io.WriteString(w, `"`+d.String()+`"`) })
}

// UnmarshalDecimal reads a decimal from a string or an integer; a float has
// lost its digits already.
func UnmarshalDecimal(v any) (decimal.Decimal, error) {
	switch v := v.(type) {
	case string:
		if d, err := decimal.NewFromString(v); err == nil {
			return d, nil
		}
	case int64:
		return decimal.NewFromInt(v), nil
	}
	return decimal.Decimal{}, &Error{Value: fmt.Sprint(v), Expected: `a decimal number as a string, such as "30.14"`}
}
