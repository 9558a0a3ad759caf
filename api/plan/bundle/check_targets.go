package bundle

import (
	"fmt"

	"github.com/shopspring/decimal"
)

var hundred = decimal.NewFromInt(100)

// checkTargets checks the targets of one indicator: the year, the deciding
// document, the value, and that the value is what the printed text says.
func (c *checker) checkTargets(indicator *Indicator) {
	type slot struct {
		year int
		kind TargetKind
	}
	first := map[slot]Pos{}
	for i := range indicator.Targets {
		target := &indicator.Targets[i]
		c.checkYear(indicator.Plan, target.Year, target.Kind == TargetBaseline, target.Pos, "year")
		c.referDocument(target.DecidedBy, target.Pos, "decidedBy")
		if at, again := first[slot{target.Year, target.Kind}]; again {
			c.fault(target.Pos, "year", fmt.Sprint(target.Year), "one %s target for the year (the first is at %s)", target.Kind, at)
		} else {
			first[slot{target.Year, target.Kind}] = target.Pos.Field("year")
		}
		if target.Quarter > 4 {
			c.fault(target.Pos, "quarter", fmt.Sprint(target.Quarter), "a quarter from 1 to 4")
		}
		if target.Value != nil {
			c.checkValueInUnit(*target.Value, indicator, target.Pos, "value")
		}
		c.checkPrinted(indicator, target)
	}
}

// checkPrinted compares a target with its printed text.
func (c *checker) checkPrinted(indicator *Indicator, target *Target) {
	if target.Text == "" || indicator.Unit == "" {
		return
	}
	printed, ok := ParsePrinted(target.Text, indicator.Unit)
	if !ok && indicator.Unit != UnitMilestone {
		c.fault(target.Pos, "text", target.Text, "%s", forms(indicator.Unit))
		return
	}
	as := fmt.Sprintf("as printed: %q", target.Text)
	if target.Comparator != printed.Comparator {
		c.fault(target.Pos, "comparator", string(target.Comparator), "%s, %s", orNull(string(printed.Comparator)), as)
	}
	if !sameDecimal(target.Value, printed.Value) {
		c.fault(target.Pos, "value", textOfDecimal(target.Value), "%s, %s", orNull(textOfDecimal(printed.Value)), as)
	}
	if !ok {
		return
	}
	if !sameDate(target.DueOn, printed.Due) && indicator.Unit == UnitMilestone {
		c.fault(target.Pos, "dueOn", textOfDate(target.DueOn), "%s, %s", orNull(textOfDate(printed.Due)), as)
	}
	if target.Quarter != printed.Quarter && indicator.Unit == UnitMilestone {
		c.fault(target.Pos, "quarter", textOfWhole(target.Quarter), "%s, %s", orNull(textOfWhole(printed.Quarter)), as)
	}
}

// forms says which texts a unit knows.
func forms(unit Unit) string {
	if unit == UnitRank {
		return `a text such as 86, Top 50 or -`
	}
	return `a text such as 98%, 86,97%, ≥ 80%, Trên 50% or -`
}

// checkValueInUnit checks that a value is possible in the unit.
func (c *checker) checkValueInUnit(value decimal.Decimal, indicator *Indicator, record Pos, field string) {
	switch indicator.Unit {
	case UnitPercent:
		if !indicator.AllowsOver100 && (value.IsNegative() || value.GreaterThan(hundred)) {
			c.fault(record, field, value.String(), "a percentage from 0 to 100 (an indicator that may leave this range says allowsOver100: true)")
		}
	case UnitRank:
		if !value.IsInteger() || !value.IsPositive() {
			c.fault(record, field, value.String(), "a rank: a whole number from 1")
		}
	case UnitMilestone:
		c.fault(record, field, value.String(), "no value for a MILESTONE")
	}
}

func sameDecimal(a, b *decimal.Decimal) bool {
	return a == b || a != nil && b != nil && a.Equal(*b)
}

func sameDate(a, b *Date) bool {
	return a == b || a != nil && b != nil && a.Equal(b.Time)
}

func orNull(text string) string {
	if text == "" {
		return "null"
	}
	return text
}

func textOfDecimal(value *decimal.Decimal) string {
	if value == nil {
		return ""
	}
	return value.String()
}

func textOfDate(date *Date) string {
	if date == nil {
		return ""
	}
	return date.String()
}

func textOfWhole(number int) string {
	if number == 0 {
		return ""
	}
	return fmt.Sprint(number)
}
