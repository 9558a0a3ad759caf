package bundle

import "github.com/shopspring/decimal"

// Indicator is a row of the tree of indicators of a plan: a measure, or with
// kind GROUP a heading.
type Indicator struct {
	Pos Pos `yaml:"-"`

	// Plan is the code of the plan.
	Plan string `yaml:"plan" bundle:"required"`
	// Code is the number as printed ("3.5.1"), unique in its plan. Quote it.
	Code string `yaml:"code" bundle:"required" max:"64"`
	// Parent is the code of the row above, in the same plan; null at the top.
	Parent string        `yaml:"parent"`
	Name   string        `yaml:"name" bundle:"required"`
	NameEn string        `yaml:"nameEn"`
	Kind   IndicatorKind `yaml:"kind" bundle:"required"`
	// Unit is null for a GROUP and given otherwise.
	Unit Unit `yaml:"unit"`
	// Direction is null for a GROUP and a MILESTONE.
	Direction Direction `yaml:"direction"`
	// AllowsOver100 lets a PERCENT exceed 100 or fall below 0; default false.
	AllowsOver100 bool   `yaml:"allowsOver100"`
	Note          string `yaml:"note"`
	// Reference is the printed place where the code does not say it ("III.I.1").
	Reference string `yaml:"reference"`
	// LegalBases are numbers of legal documents.
	LegalBases  []string     `yaml:"legalBases"`
	Assignments []Assignment `yaml:"assignments"`
	// SameAs names the same measure in other plans. One side suffices.
	SameAs []Ref `yaml:"sameAs"`
	// ReportedDone is what a report says of the goal: reached or not; null when
	// it says nothing.
	ReportedDone *bool `yaml:"reportedDone"`
	// Source cites the place in the document.
	Source  string   `yaml:"source"`
	Targets []Target `yaml:"targets"`
}

// Target is what a plan sets for a year, or the base year it starts from. There
// is at most one per indicator, year and kind.
type Target struct {
	Pos Pos `yaml:"-"`

	Year int        `yaml:"year" bundle:"required"`
	Kind TargetKind `yaml:"kind" bundle:"required"`
	// Text is the cell as printed: "≥ 80%", "86,97%", "Top 50", "Quý I/2023".
	// "-" means that nothing is planned for the year, which is not zero.
	Text string `yaml:"text" bundle:"required"`
	// Comparator and Value are what the text says; both null for "-" and for a
	// MILESTONE. The value is read from its digits, never through a float.
	Comparator Comparator       `yaml:"comparator"`
	Value      *decimal.Decimal `yaml:"value"`
	Note       string           `yaml:"note"`
	// DueOn is the last day allowed: of the month or quarter that the text of a
	// MILESTONE names. Null otherwise.
	DueOn *Date `yaml:"dueOn"`
	// Quarter is 1 to 4 where the text names a quarter; null otherwise.
	Quarter int `yaml:"quarter"`
	// DecidedBy is the number of the deciding document; null for the document of
	// the plan.
	DecidedBy string `yaml:"decidedBy"`
}

// Assignment gives agencies a role in an indicator or a task. It names agencies,
// or has a text, or both: a cell may name nobody who is in the catalogue.
type Assignment struct {
	Pos Pos `yaml:"-"`

	Role AssignmentRole `yaml:"role" bundle:"required"`
	// Agencies are codes, in the order of the cell.
	Agencies []string `yaml:"agencies"`
	// Text is the cell as printed; null when it is blank in the document.
	Text string `yaml:"text"`
	// Scopes says what part an agency has, by its code ("lao-cai: bệnh viện").
	// Only agencies of this assignment may be named. Tasks only.
	Scopes map[string]string `yaml:"scopes"`
}
