package bundle

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"
)

// Printed is what a cell of a printed table says. All fields are empty for "-".
type Printed struct {
	// Comparator and Value are what a share or a rank says.
	Comparator Comparator
	Value      *decimal.Decimal
	// Due is the last day of the month or quarter that a milestone names, and
	// Quarter the quarter, 0 for a month.
	Due     *Date
	Quarter int
}

// ParsePrinted reads the text of a target or a figure as printed, in the unit
// of its indicator, and reports whether it understood it.
//
//	PERCENT    98%   30.14%   86,97%   ≥ 80%   >50%   Trên 8,5%   100% các bộ
//	RANK       86   Top 50
//	MILESTONE  Tháng 12/2023   Quý I/2023   Hoàn thành thử nghiệm Quý I/2023
//	any        -
//
// A comma and a point both mark decimals: the documents use either. A milestone
// that names no month and no quarter is not understood, which is no fault.
func ParsePrinted(text string, unit Unit) (Printed, bool) {
	text = norm.NFC.String(strings.TrimSpace(text))
	if text == "-" {
		return Printed{}, true
	}
	switch unit {
	case UnitPercent:
		return parseShare(text)
	case UnitRank:
		return parseRank(text)
	case UnitMilestone:
		return parseMilestone(text)
	}
	return Printed{}, false
}

const (
	signs  = `(≥|>=|≤|<=|>|<|=|trên|hơn|dưới|từ|tối thiểu|ít nhất|không dưới|tối đa|không quá)`
	number = `([0-9]{1,18}(?:[.,][0-9]{1,12})?)`
)

var (
	share = regexp.MustCompile(`(?i)^` + signs + `?\s*` + number + `\s*%(?:\s+([\pL\pM][\pL\pM\s,\-–]*))?$`)
	rank  = regexp.MustCompile(`(?i)^(?:` + signs + `|(top))?\s*([0-9]{1,18})$`)
)

var comparators = map[string]Comparator{
	"": ComparatorEQ, "=": ComparatorEQ,
	">": ComparatorGT, "trên": ComparatorGT, "hơn": ComparatorGT,
	"<": ComparatorLT, "dưới": ComparatorLT,
	"≥": ComparatorGTE, ">=": ComparatorGTE, "từ": ComparatorGTE, "tối thiểu": ComparatorGTE,
	"ít nhất": ComparatorGTE, "không dưới": ComparatorGTE,
	"≤": ComparatorLTE, "<=": ComparatorLTE, "tối đa": ComparatorLTE, "không quá": ComparatorLTE,
}

// suffixes are words after a share that compare; other words only say of what.
var suffixes = map[string]Comparator{"trở lên": ComparatorGTE, "trở xuống": ComparatorLTE}

func parseShare(text string) (Printed, bool) {
	match := share.FindStringSubmatch(text)
	if match == nil {
		return Printed{}, false
	}
	sign, words := strings.ToLower(match[1]), strings.ToLower(match[3])
	comparator := comparators[sign]
	if suffix, ok := suffixes[words]; ok && (sign == "" || sign == "từ") {
		comparator = suffix
	}
	return exactly(comparator, match[2])
}

func parseRank(text string) (Printed, bool) {
	match := rank.FindStringSubmatch(text)
	if match == nil {
		return Printed{}, false
	}
	if match[2] != "" {
		return exactly(ComparatorTOP, match[3])
	}
	return exactly(comparators[strings.ToLower(match[1])], match[3])
}

func exactly(comparator Comparator, digits string) (Printed, bool) {
	value, err := decimal.NewFromString(strings.Replace(digits, ",", ".", 1))
	if err != nil {
		return Printed{}, false
	}
	return Printed{Comparator: comparator, Value: &value}, true
}

// A month or a quarter of a year: at the end of a word on the left, not followed
// by more digits on the right.
var (
	monthText   = regexp.MustCompile(`(?i)(?:^|\s)tháng\s+([0-9]{1,2})\s*(?:/|\s+năm\s+)\s*([0-9]{4})(?:[^0-9]|$)`)
	quarterText = regexp.MustCompile(`(?i)(?:^|\s)quý\s+(IV|III|II|I|[1-4])\s*(?:/|\s+năm\s+)\s*([0-9]{4})(?:[^0-9]|$)`)
	quarters    = map[string]int{"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
)

// parseMilestone looks for the one month or quarter that a text names.
func parseMilestone(text string) (Printed, bool) {
	inMonth := monthText.FindAllStringSubmatch(text, 2)
	inQuarter := quarterText.FindAllStringSubmatch(text, 2)
	if len(inMonth)+len(inQuarter) != 1 {
		return Printed{}, false
	}
	var printed Printed
	var month, year int
	if len(inQuarter) == 1 {
		printed.Quarter = quarters[strings.ToUpper(inQuarter[0][1])]
		month, year = 3*printed.Quarter, atoi(inQuarter[0][2])
	} else {
		month, year = atoi(inMonth[0][1]), atoi(inMonth[0][2])
	}
	if month < 1 || month > 12 {
		return Printed{}, false
	}
	due := endOfMonth(year, time.Month(month))
	printed.Due = &due
	return printed, true
}

// atoi reads digits that a pattern has already matched.
func atoi(digits string) int {
	value, _ := strconv.Atoi(digits)
	return value
}
