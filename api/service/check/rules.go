package check

import (
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
)

// A Subject is a figure and what there is to know about it.
type Subject struct {
	// Indicator is its plan's code and its own, such as 2021-2025/3.5.1; Unit the
	// unit.
	Indicator string
	Unit      indicator.Unit
	Grade     figure.Grade
	// Value is the number, a fraction's quotient included; Numerator and
	// Denominator are set for fractions.
	Value                  decimal.Decimal
	Numerator, Denominator *decimal.Decimal
	// Last is the last approved figure of an earlier window; nil where there is
	// none.
	Last *decimal.Decimal
	// Noted says that a remark explains it, Proved that a file does.
	Noted, Proved bool
}

const (
	// narrativeRule looks at the whole report.
	narrativeRule = "narrative"
	// jumpRule needs a share.
	jumpRule = "jump"
)

// rules say whether a figure passes, and which words go into the sentence if
// not.
var rules = map[string]func(Check, Subject) (passes bool, words []string){
	"range": func(c Check, s Subject) (bool, []string) {
		low, high := c.bounds(s.Indicator)
		return (low == nil || !s.Value.LessThan(*low)) && (high == nil || !s.Value.GreaterThan(*high)),
			[]string{"{min}", text(low), "{max}", text(high)}
	},
	"fraction": func(c Check, s Subject) (bool, []string) {
		if _, free := c.Exceptions[s.Indicator]; free || s.Numerator == nil || s.Denominator == nil {
			return true, nil
		}
		return !s.Numerator.Abs().GreaterThan(s.Denominator.Abs()), []string{"{numerator}", text(s.Numerator), "{denominator}", text(s.Denominator)}
	},
	"rank": func(_ Check, s Subject) (bool, []string) {
		return s.Value.IsInteger() && s.Value.IsPositive(), nil
	},
	jumpRule: func(c Check, s Subject) (bool, []string) {
		if s.Last == nil || s.Last.IsZero() || s.Noted {
			return true, nil
		}
		change := s.Value.Sub(*s.Last).Abs()
		return !change.GreaterThan(s.Last.Abs().Mul(*c.Share)), []string{"{last}", text(s.Last), "{share}", c.Share.Shift(2).String()}
	},
	"evidence": func(_ Check, s Subject) (bool, []string) { return s.Proved, nil },
}

// Figure returns what the checks find in a figure.
func Figure(s Subject) []Finding {
	var found []Finding
	for _, c := range all {
		rule := rules[c.Rule]
		if rule == nil || c.Unit != "" && c.Unit != s.Unit || c.Grade != "" && c.Grade != s.Grade {
			continue
		}
		if passes, words := rule(c, s); !passes {
			found = append(found, c.finding(append(words, "{value}", s.Value.String())...))
		}
	}
	return found
}

// Narratives returns what the checks find in the texts of a report: required
// kinds that are not there.
func Narratives(required []string, there map[narrative.Kind]bool) []Finding {
	var found []Finding
	for _, c := range all {
		if c.Rule != narrativeRule {
			continue
		}
		for _, kind := range required {
			if !there[narrative.Kind(kind)] {
				found = append(found, c.finding("{kind}", kind))
			}
		}
	}
	return found
}

// bounds are the check's, or the exception's for the indicator.
func (c Check) bounds(indicator string) (low, high *decimal.Decimal) {
	if e, ok := c.Exceptions[indicator]; ok {
		return e.Min, e.Max
	}
	return c.Min, c.Max
}

func text(d *decimal.Decimal) string {
	if d == nil {
		return "–"
	}
	return d.String()
}
