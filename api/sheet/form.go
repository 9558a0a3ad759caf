package sheet

import (
	"time"

	"github.com/shopspring/decimal"
)

// A Stamp says what a workbook was made from. It travels in a sheet that Excel
// does not list, and is as forgeable as the rest of the file: it catches
// mistakes, it grants nothing.
type Stamp struct {
	// Catalogue is the version of the plan's catalogue the rows come from.
	Catalogue string `json:"catalogue"`
	// Agency is the code of the agency that reports.
	Agency string `json:"agency"`
	// Window is the code of the reporting window, such as 2023-Q1.
	Window string `json:"window"`
	// SubmissionVersion is the version of the report when the file was made;
	// 0 where there was none yet.
	SubmissionVersion int `json:"submissionVersion"`
	// IssuedAt is when the file was made.
	IssuedAt time.Time `json:"issuedAt"`
}

// A Form is what a workbook is made from.
type Form struct {
	Stamp Stamp
	// AgencyName, WindowTitle and Plan are printed at the top.
	AgencyName, WindowTitle, Plan string
	// CoversFrom and CoversTo are the first and last day the figures cover.
	CoversFrom, CoversTo time.Time
	// DueAt is the last moment on time, printed in Vietnam's zone.
	DueAt time.Time
	// Rows are the figures owed and the headings above them, in order.
	Rows []Row
	// Narratives are the texts of parts II to IV, at most one of a kind.
	Narratives []Narrative
}

// A Row is one figure owed, or a heading over some.
type Row struct {
	// Heading makes the row a heading: only Code and Name are printed.
	Heading bool
	// Code is the indicator's code as printed, unique in the form.
	Code string
	// Name is the indicator's name.
	Name string
	// Unit is PERCENT, COUNT, RANK or MILESTONE. Others are printed as they are.
	Unit string
	// Plan is the target of the year; PlanText, where given, is printed instead
	// of it, as "≥ 80%" and "-" are.
	Plan     *decimal.Decimal
	PlanText string
	// Previous is the latest figure before, with its grade and its window.
	Previous       *decimal.Decimal
	PreviousGrade  string
	PreviousWindow string
	// Current is what is known already of the figure owed.
	Current Cell
}

// A Cell is a figure in a form: a value, or a numerator and a denominator.
type Cell struct {
	Value, Numerator, Denominator *decimal.Decimal
	// Grade is ESTIMATE, PRELIMINARY, OFFICIAL or empty.
	Grade string
	// Source is DECLARED, MEASURED, STATISTICS_OFFICE, DOCUMENT or empty.
	Source string
	// Note is a remark.
	Note string
	// Prefilled colours the cells apart: somebody else put the figure there, and
	// the agency should look at it.
	Prefilled bool
	// Locked shows the figure without letting it be changed, as when it is
	// approved.
	Locked bool
}

// A Narrative is one text of the form.
type Narrative struct {
	// Kind is TREND, DIFFICULTY or PROPOSAL.
	Kind string
	// Required says that the report is not complete without it.
	Required bool
	// Body is the text so far.
	Body string
}

// Filled is what came back in a workbook.
type Filled struct {
	// Stamp is the file's own. Compare SubmissionVersion with the report's
	// before storing anything.
	Stamp Stamp
	// Cells are the rows of part I, in the order of the file.
	Cells []FilledCell
	// Narratives are the texts of parts II to IV, in the order of the file.
	Narratives []FilledNarrative
}

// A FilledCell is one row of part I as it came back. What could not be
// understood is nil or empty, and a finding says so.
type FilledCell struct {
	// Indicator is the code of the indicator.
	Indicator string
	// Position is where the value stands in the sheet of figures, such as "H12".
	Position                      string
	Value, Numerator, Denominator *decimal.Decimal
	Grade, Source, Note           string
	// Changed says that something differs from what the file was made with.
	Changed bool
	// Faulty says that a finding of severity ERROR names the row: do not store it.
	Faulty bool
}

// A FilledNarrative is one text as it came back.
type FilledNarrative struct {
	Kind string
	// Position is where the text stands in the sheet of texts.
	Position string
	Body     string
	// Changed says that the text differs from what the file was made with.
	Changed bool
	// Faulty says that a finding of severity ERROR names the text.
	Faulty bool
}
