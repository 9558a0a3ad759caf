package bundle

import (
	"time"

	"github.com/shopspring/decimal"
)

// ReportingWindow is one period of reporting: the days it covers and the
// moments between which agencies report.
type ReportingWindow struct {
	Pos Pos `yaml:"-"`

	// Code names the window, for example "2023-Q1".
	Code    string `yaml:"code" bundle:"required" max:"16"`
	Year    int    `yaml:"year" bundle:"required"`
	Quarter int    `yaml:"quarter" bundle:"required"`
	// CoversFrom and CoversTo are the first and the last day of the span that
	// the figures describe. Spans of two windows do not overlap.
	CoversFrom *Date `yaml:"coversFrom" bundle:"required"`
	CoversTo   *Date `yaml:"coversTo" bundle:"required"`
	// OpensAt, DueAt, GraceUntil and LocksAt are moments in this order (equal is
	// allowed), with the zone +07:00.
	OpensAt    time.Time `yaml:"opensAt" bundle:"required"`
	DueAt      time.Time `yaml:"dueAt" bundle:"required"`
	GraceUntil time.Time `yaml:"graceUntil" bundle:"required"`
	LocksAt    time.Time `yaml:"locksAt" bundle:"required"`
	// ExpectedGrade is the grade that agencies are asked for.
	ExpectedGrade Grade `yaml:"expectedGrade" bundle:"required"`
	// RequiredNarratives are the texts that go with the figures; empty for none.
	RequiredNarratives []NarrativeKind `yaml:"requiredNarratives"`
	// LegalDocument and Section are the legal basis: a number and the place in
	// the document.
	LegalDocument string `yaml:"legalDocument" bundle:"required"`
	Section       string `yaml:"section"`
	Note          string `yaml:"note"`
}

// Figure is a measured value that the bundle brings along, usually one printed
// in a document. Two documents may disagree: both figures are kept.
type Figure struct {
	Pos Pos `yaml:"-"`

	// Indicator names plan and code.
	Indicator *Ref `yaml:"indicator" bundle:"required"`
	// Agency is the code of the one that measured or reported; not a group.
	Agency string `yaml:"agency" bundle:"required"`
	Year   int    `yaml:"year" bundle:"required"`
	// Window is the code of a reporting window; null for a figure of the year.
	Window string       `yaml:"window"`
	Grade  Grade        `yaml:"grade" bundle:"required"`
	Source FigureSource `yaml:"source" bundle:"required"`
	// LegalDocument is the number of the document that prints the figure; needed
	// for the source DOCUMENT.
	LegalDocument string `yaml:"legalDocument"`
	// Text is the figure as printed; null for none.
	Text string `yaml:"text"`
	// Value, or Numerator and Denominator: one of the two ways.
	Value       *decimal.Decimal `yaml:"value"`
	Numerator   *decimal.Decimal `yaml:"numerator"`
	Denominator *decimal.Decimal `yaml:"denominator"`
	Note        string           `yaml:"note"`
	// RecordedOn is the day from which the figure counts as known.
	RecordedOn *Date `yaml:"recordedOn" bundle:"required"`
	// SourceRef cites the place in the document.
	SourceRef string `yaml:"sourceRef"`
}
