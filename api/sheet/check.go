package sheet

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// check reports everything in a form that a workbook cannot say, or that Read
// would not understand when it comes back unchanged.
func (f Form) check() error {
	c := &checker{codes: map[string]bool{}}
	c.required("Stamp.Catalogue", f.Stamp.Catalogue)
	c.required("Stamp.Agency", f.Stamp.Agency)
	c.required("Stamp.Window", f.Stamp.Window)
	c.text("AgencyName", f.AgencyName)
	c.text("WindowTitle", f.WindowTitle)
	c.text("Plan", f.Plan)
	if len(f.Rows) > maxRow/2 {
		c.fault("Rows", fmt.Sprint(len(f.Rows)), fmt.Sprintf("at most %d rows", maxRow/2))
	}
	for i, r := range f.Rows {
		c.row(fmt.Sprintf("Rows[%d %s]", i, shorten(r.Code)), r)
	}
	for i, n := range f.Narratives {
		c.narrative(fmt.Sprintf("Narratives[%d]", i), n)
	}
	return errors.Join(c.faults...)
}

// maxCode is the longest code of anything, in bytes.
const maxCode = 128

type checker struct {
	codes  map[string]bool
	faults []error
}

func (c *checker) fault(field, value, expected string) {
	c.faults = append(c.faults, fmt.Errorf("workbook form: %s %q: expected %s", field, shorten(value), expected))
}

func (c *checker) required(field, value string) {
	switch {
	case tidy(value) != value || value == "":
		c.fault(field, value, "a value in NFC, without space at its ends")
	case len(value) > maxCode:
		c.fault(field, value, fmt.Sprintf("at most %d bytes", maxCode))
	}
	c.text(field, value)
}

// text refuses what a cell cannot hold: it would come back as something else.
func (c *checker) text(field, value string) {
	switch {
	case !utf8.ValidString(value):
		c.fault(field, value, "a text in UTF-8")
	case strings.ContainsRune(value, 0):
		c.fault(field, value, "a text without NUL")
	case units16(escape(value)) > maxCell:
		c.fault(field, value, fmt.Sprintf("at most %d characters, which is what a cell holds", maxCell))
	}
}

func (c *checker) row(field string, r Row) {
	c.text(field+".Code", r.Code)
	c.text(field+".Name", r.Name)
	if r.Heading {
		return
	}
	c.required(field+".Code", r.Code)
	if c.codes[r.Code] {
		c.fault(field+".Code", r.Code, "a code that is unique in the form")
	}
	if r.Code == figuresMarker {
		c.fault(field+".Code", r.Code, "another code than the marker of the header")
	}
	c.codes[r.Code] = true
	c.text(field+".Unit", r.Unit)
	c.text(field+".PlanText", r.PlanText)
	c.text(field+".PreviousWindow", r.PreviousWindow)
	c.grade(field+".PreviousGrade", r.PreviousGrade)
	c.number(field+".Plan", r.Plan)
	c.number(field+".Previous", r.Previous)
	c.cell(field+".Current", r.Current)
}

func (c *checker) cell(field string, cell Cell) {
	c.grade(field+".Grade", cell.Grade)
	if !known(sources, cell.Source) {
		c.fault(field+".Source", cell.Source, "DECLARED, MEASURED, STATISTICS_OFFICE or DOCUMENT")
	}
	c.text(field+".Note", cell.Note)
	c.number(field+".Value", cell.Value)
	c.number(field+".Numerator", cell.Numerator)
	c.number(field+".Denominator", cell.Denominator)
	switch {
	case cell.Value != nil && (cell.Numerator != nil || cell.Denominator != nil):
		c.fault(field+".Value", cell.Value.String(), "no value beside a fraction")
	case (cell.Numerator == nil) != (cell.Denominator == nil):
		c.fault(field, "", "a numerator and a denominator, or neither")
	case cell.Denominator != nil && cell.Denominator.IsZero():
		c.fault(field+".Denominator", "0", "another number than zero")
	}
}

func (c *checker) grade(field, grade string) {
	if !known(grades, grade) {
		c.fault(field, grade, "ESTIMATE, PRELIMINARY or OFFICIAL")
	}
}

func (c *checker) number(field string, d *decimal.Decimal) {
	if d != nil && !storable(*d) {
		c.fault(field, d.String(), "at most 18 digits before the point and 12 after it")
	}
}

func (c *checker) narrative(field string, n Narrative) {
	if _, ok := partOf(n.Kind); !ok {
		c.fault(field+".Kind", n.Kind, "TREND, DIFFICULTY or PROPOSAL")
	}
	if c.codes[narrativesMarker+n.Kind] {
		c.fault(field+".Kind", n.Kind, "a kind that is there once")
	}
	c.codes[narrativesMarker+n.Kind] = true
	c.text(field+".Body", n.Body)
}
