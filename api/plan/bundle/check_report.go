package bundle

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// checkWindows checks the moments of every window, and that the spans they
// cover do not overlap.
func (c *checker) checkWindows() {
	var spans []*ReportingWindow
	for i := range c.ReportingWindows {
		window := &c.ReportingWindows[i]
		c.referDocument(window.LegalDocument, window.Pos, "legalDocument")
		if window.Quarter > 4 {
			c.fault(window.Pos, "quarter", fmt.Sprint(window.Quarter), "a quarter from 1 to 4")
		}
		c.checkOrder(window)
		c.checkDays(window.Pos, "coversFrom", window.CoversFrom, "coversTo", window.CoversTo)
		if from, to := window.CoversFrom, window.CoversTo; from != nil && to != nil && !to.Before(from.Time) {
			spans = append(spans, window)
		}
	}
	slices.SortStableFunc(spans, func(a, b *ReportingWindow) int { return a.CoversFrom.Compare(b.CoversFrom.Time) })
	for i := 1; i < len(spans); i++ {
		earlier, later := spans[i-1], spans[i]
		if !later.CoversFrom.After(earlier.CoversTo.Time) {
			c.fault(later.Pos, "coversFrom", later.CoversFrom.String(), "a day after %s, the last one that %s covers (%s)",
				earlier.CoversTo, earlier.Code, earlier.Pos)
		}
		if earlier.CoversTo.After(later.CoversTo.Time) {
			spans[i] = earlier
		}
	}
}

// checkOrder checks that a window opens, falls due and locks in this order.
func (c *checker) checkOrder(window *ReportingWindow) {
	moments := []struct {
		name string
		at   time.Time
	}{
		{"opensAt", window.OpensAt}, {"dueAt", window.DueAt}, {"graceUntil", window.GraceUntil}, {"locksAt", window.LocksAt},
	}
	for i := 1; i < len(moments); i++ {
		earlier, later := moments[i-1], moments[i]
		if !earlier.at.IsZero() && !later.at.IsZero() && later.at.Before(earlier.at) {
			c.fault(window.Pos, later.name, later.at.Format(time.RFC3339Nano), "a moment not before %s (%s)",
				earlier.name, earlier.at.Format(time.RFC3339Nano))
		}
	}
}

// figureSlot is what may hold one figure only.
type figureSlot struct {
	indicator                key
	agency, window, document string
	year                     int
	grade                    Grade
	source                   FigureSource
}

// checkFigures checks the references and the value of every figure.
func (c *checker) checkFigures() {
	first := map[figureSlot]Pos{}
	for i := range c.Figures {
		figure := &c.Figures[i]
		if figure.Indicator == nil {
			continue
		}
		if c.referAgency(figure.Agency, figure.Pos, "agency") && c.agencies[figure.Agency].Kind == AgencyKindGroup {
			c.fault(figure.Pos, "agency", figure.Agency, "an agency that is not a group")
		}
		refer(c, c.windows, figure.Window, figure.Pos, "window", figure.Window, "the code of a reporting window")
		c.referDocument(figure.LegalDocument, figure.Pos, "legalDocument")
		if figure.Source == SourceDocument && figure.LegalDocument == "" {
			c.fault(figure.Pos, "legalDocument", "", "the number of the document that prints the figure")
		}
		slot := figureSlot{figure.Indicator.key(), figure.Agency, figure.Window, figure.LegalDocument, figure.Year, figure.Grade, figure.Source}
		if at, again := first[slot]; again {
			c.fault(figure.Pos, "indicator", figure.Indicator.Code,
				"one figure for the same indicator, agency, time, grade and source (the first is at %s)", at)
		} else {
			first[slot] = figure.Pos.Field("indicator")
		}
		c.checkFigureValue(figure)
	}
}

// checkFigureValue checks the value of a figure, given or divided, in the unit
// of its indicator and against its printed text.
func (c *checker) checkFigureValue(figure *Figure) {
	value := c.valueOf(figure)
	if !c.referIndicator(*figure.Indicator) {
		return
	}
	indicator := c.indicators[figure.Indicator.key()]
	if indicator.Kind == IndicatorKindGroup {
		c.fault(figure.Indicator.Pos, "code", indicator.Code, "an indicator that is measured (this one is a GROUP)")
		return
	}
	c.checkYear(indicator.Plan, figure.Year, false, figure.Pos, "year")
	if value == nil {
		return
	}
	field := "value"
	if figure.Value == nil {
		field = "numerator"
	}
	c.checkValueInUnit(*value, indicator, figure.Pos, field)
	if figure.Text == "" {
		return
	}
	printed, ok := ParsePrinted(figure.Text, indicator.Unit)
	switch {
	case !ok || printed.Value == nil || cmp.Or(printed.Comparator, ComparatorEQ) != ComparatorEQ:
		c.fault(figure.Pos, "text", figure.Text, "a printed value such as 86,97%% or 86")
	case !value.Round(-printed.Value.Exponent()).Equal(*printed.Value) || figure.Value != nil && !figure.Value.Equal(*printed.Value):
		c.fault(figure.Pos, field, textOfDecimal(cmp.Or(figure.Value, figure.Numerator)), "%s, as printed: %q", printed.Value, figure.Text)
	}
}

// valueOf returns the value of a figure, dividing where it must, and reports a
// figure that gives none or two. A share is divided in percent.
func (c *checker) valueOf(figure *Figure) *decimal.Decimal {
	pos := figure.Pos
	ratio := figure.Numerator != nil || figure.Denominator != nil
	switch {
	case figure.Value != nil && ratio:
		c.fault(pos, "value", figure.Value.String(), "either value, or numerator and denominator")
	case figure.Value == nil && !ratio:
		c.fault(pos, "value", "", "a value, or numerator and denominator")
	case ratio && figure.Denominator == nil:
		c.fault(pos, "denominator", "", "a denominator for the numerator")
	case ratio && figure.Numerator == nil:
		c.fault(pos, "numerator", "", "a numerator for the denominator")
	case ratio && !figure.Denominator.IsPositive():
		c.fault(pos, "denominator", figure.Denominator.String(), "a denominator above 0")
	case ratio:
		value := figure.Numerator.Mul(hundred).DivRound(*figure.Denominator, 12)
		return &value
	default:
		return figure.Value
	}
	return nil
}
