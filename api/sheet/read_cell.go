package sheet

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// number reads an input cell for a number; nil where it is empty or a finding
// says what is wrong with it.
func (r *reader) number(row keyed, column int) *decimal.Decimal {
	c := row.cells[column]
	switch c.kind {
	case blank:
		return nil
	case number:
		return r.numeric(row, column, c)
	case words:
		was := row.issued.number(column)
		if was != nil && !exact(*was) && c.text == inVietnamese(*was) {
			return was // written as words, because a spreadsheet would lose digits
		}
		if textNumber.MatchString(c.text) {
			r.report(row, column, FindingTextNumber, retyped(c.text))
		} else {
			r.report(row, column, FindingNotNumber, "")
		}
	default:
		r.report(row, column, wrongKind[c.kind], "")
	}
	return nil
}

// wrongKind is what to say of what is neither words nor a number.
var wrongKind = map[kind]string{formula: FindingFormula, boolean: FindingBoolean, failure: FindingErrorValue, date: FindingDate}

// numeric reads a number, unless its format says that it is none: what is shown
// as 86.97% or as a date is not what is stored.
func (r *reader) numeric(row keyed, column int, c content) *decimal.Decimal {
	d, ok := parseRaw(c.text)
	switch {
	case !ok:
		r.report(row, column, FindingNotNumber, "")
	case c.format == formatDate:
		r.report(row, column, FindingDate, "")
	case c.format == formatPercent:
		r.report(row, column, FindingPercentFormat, inVietnamese(d.Shift(2))+"%")
	case !storable(d):
		r.report(row, column, FindingRange, "")
	default:
		return &d
	}
	return nil
}

// retyped shows how a number that was typed as text could be meant, without
// choosing: "86,97" is 86,97 on one computer and 86.97 on another.
func retyped(text string) string {
	text = strings.TrimRight(strings.TrimLeft(text, "+"), "% ")
	if strings.Count(text, ",")+strings.Count(text, ".") != 1 {
		return "86,97 / 86.97"
	}
	comma := strings.Replace(text, ".", ",", 1)
	return comma + " / " + strings.Replace(comma, ",", ".", 1)
}

// choice reads an input cell with a list; empty where it is empty or a finding
// says what is wrong. Of the labels understood, those offered are named.
func (r *reader) choice(row keyed, column int, understood, offered []label, unknown string) string {
	c := row.cells[column]
	switch c.kind {
	case blank:
		return ""
	case words, number:
		if code, ok := codeOf(understood, c.text); ok && c.kind == words {
			return code
		}
		r.report(row, column, unknown, strings.Join(texts(offered), ", "))
	default:
		r.report(row, column, wrongKind[c.kind], "")
	}
	return ""
}

// text reads an input cell for words, and reports whether it could. A text that
// the form was made with is not judged again.
func (r *reader) text(row keyed, sheet string, column, longest int) (string, bool) {
	c := row.cells[column]
	report := func(code, extra string) {
		r.found.add(sheet, at(column, row.number), row.key, code, c.text, extra)
	}
	switch {
	case c.kind == blank:
		return "", true
	case c.kind == number && c.format == formatDate:
		report(FindingDate, "")
	case c.kind == number:
		report(FindingNotText, "")
	case c.kind != words:
		report(wrongKind[c.kind], "")
	case digest(c.text) == row.issued.Text:
		return c.text, true
	case controlIn(c.text) != "":
		report(FindingControl, controlIn(c.text))
	case utf8.RuneCountInString(c.text) > longest:
		report(FindingTooLong, fmt.Sprint(longest))
	default:
		return c.text, true
	}
	return "", false
}
