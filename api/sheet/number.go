package sheet

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// significant is how many digits a spreadsheet keeps of a number: it calculates
// in IEEE doubles and shows no more.
const significant = 15

// rawNumber is what the text of a numeric cell looks like. The bounds keep a
// forged exponent from becoming a number of a billion digits.
var rawNumber = regexp.MustCompile(`^-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?$`)

var (
	largest    = decimal.New(1, 18)    // the first number with 19 digits before the point
	exactLimit = decimal.New(1<<53, 0) // whole numbers up to here are exact in a double
	wholeText  = regexp.MustCompile(`^-?[0-9]+$`)
)

// parseRaw reads the text of a numeric cell without a float in between: 86.97
// is 86.97. Excel writes doubles with up to 17 digits, of which the last two
// are noise: 86.969999999999999 is 86.97 too. A whole number that a double
// holds exactly stays as it is.
func parseRaw(raw string) (decimal.Decimal, bool) {
	if !rawNumber.MatchString(raw) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(raw)
	if err != nil {
		return decimal.Decimal{}, false
	}
	if wholeText.MatchString(raw) && d.Abs().LessThanOrEqual(exactLimit) {
		return d, true
	}
	return d.Round(int32(significant - d.NumDigits() - int(d.Exponent()))), true
}

// storable reports whether a number has at most 18 digits before the point and
// 12 after it.
func storable(d decimal.Decimal) bool {
	return d.Abs().LessThan(largest) && d.Equal(d.Round(12))
}

// exact reports whether a spreadsheet can hold the number digit by digit.
func exact(d decimal.Decimal) bool {
	digits := strings.TrimRight(d.Coefficient().String(), "0")
	return len(strings.TrimPrefix(digits, "-")) <= significant
}

// textNumber is what a number typed as text looks like, in any notation.
var textNumber = regexp.MustCompile(`^[+-]?[0-9][0-9.,'’ \x{00A0}\x{202F}]*%?$`)

// inVietnamese writes a number as Vietnamese documents do: 1.234.567,89.
func inVietnamese(d decimal.Decimal) string {
	whole, fraction, _ := strings.Cut(d.Abs().String(), ".")
	var b strings.Builder
	if d.IsNegative() {
		b.WriteByte('-')
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(digit)
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		b.WriteString("," + fraction)
	}
	return b.String()
}

// sameNumber compares two numbers that may be absent.
func sameNumber(a, b *decimal.Decimal) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}
