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

// maxDecimal is the most characters of a decimal, and the largest exponent. No
// column holds as many digits.
const maxDecimal = 100

// UnmarshalDecimal reads a decimal from a string or an integer; a float has
// lost its digits already.
func UnmarshalDecimal(v any) (decimal.Decimal, error) {
	switch v := v.(type) {
	case string:
		if len(v) > maxDecimal {
			break
		}
		// "1e1000000" is short, and a megabyte once it is written out.
		if d, err := decimal.NewFromString(v); err == nil && -maxDecimal <= d.Exponent() && d.Exponent() <= maxDecimal {
			return d, nil
		}
	case int64:
		return decimal.NewFromInt(v), nil
	}
	return decimal.Decimal{}, &Error{Value: fmt.Sprint(v), Expected: `a decimal number as a string, such as "30.14"`}
}
