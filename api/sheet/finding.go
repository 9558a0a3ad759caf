package sheet

// Severities of a Finding.
const (
	// SeverityError is a cell that cannot be stored.
	SeverityError = "ERROR"
	// SeverityWarning is something to look at; it keeps nothing from being stored.
	SeverityWarning = "WARNING"
)

// Codes of a Finding. Clients may depend on them.
const (
	FindingTextNumber      = "TEXT_NUMBER"           // a number typed as text
	FindingNotNumber       = "NOT_A_NUMBER"          // words where a number goes
	FindingFormula         = "FORMULA"               // a formula in an input cell
	FindingErrorValue      = "ERROR_VALUE"           // #DIV/0! and the like
	FindingDate            = "DATE"                  // a date in an input cell
	FindingBoolean         = "BOOLEAN"               // TRUE or FALSE in an input cell
	FindingPercentFormat   = "PERCENT_FORMAT"        // 86.97% holds 0.8697
	FindingRange           = "OUT_OF_RANGE"          // too many digits
	FindingBoth            = "VALUE_AND_FRACTION"    // a value and a fraction
	FindingHalfFraction    = "FRACTION_INCOMPLETE"   // one half of a fraction
	FindingZeroDenominator = "ZERO_DENOMINATOR"      // a fraction over zero
	FindingGradeUnknown    = "GRADE_UNKNOWN"         // a grade that is not in the list
	FindingGradeMissing    = "GRADE_MISSING"         // a figure without a grade
	FindingSourceUnknown   = "SOURCE_UNKNOWN"        // a source that is not in the list
	FindingNotText         = "NOT_TEXT"              // a number where words go
	FindingTooLong         = "TOO_LONG"              // more than a note or text may have
	FindingControl         = "CONTROL_CHARACTER"     // characters nobody can see
	FindingLocked          = "LOCKED"                // an approved figure was changed
	FindingStray           = "STRAY_VALUE"           // something in a row without a code
	FindingRowMissing      = "ROW_MISSING"           // a row was deleted
	FindingTextRequired    = "TEXT_REQUIRED"         // a required text is empty
	FindingMore            = "MORE_FINDINGS_OMITTED" // there are more than these
)

// A Finding is one thing wrong in a workbook that could be read.
type Finding struct {
	// Sheet and Position name the cell: "Số liệu chỉ tiêu", "H12". Position is
	// empty where the finding is about something that is not there.
	Sheet, Position string
	// Indicator is the code of the row's indicator, or the kind of the text.
	Indicator string
	// Code and Severity are from the lists above.
	Code, Severity string
	// Value is what the cell holds, shortened.
	Value string
	// MessageVi and MessageEn name the cell and say what to do.
	MessageVi, MessageEn string
}

// findings collects what is wrong with one file.
type findings struct{ all []Finding }

// add reports a cell; extra is what the sentence quotes beside the value.
// It returns whether the finding keeps the row from being stored.
func (f *findings) add(sheet, position, indicator, code, value, extra string) bool {
	s, value := findingSentences[code], shorten(value)
	if len(f.all) < maxFindings {
		f.all = append(f.all, Finding{
			Sheet: sheet, Position: position, Indicator: indicator, Code: code, Severity: s.severity, Value: value,
			MessageVi: fill(s.vi, position, value, extra), MessageEn: fill(s.en, position, value, extra),
		})
	} else if len(f.all) == maxFindings {
		s := findingSentences[FindingMore]
		f.all = append(f.all, Finding{Code: FindingMore, Severity: s.severity, MessageVi: s.vi, MessageEn: s.en})
	}
	return s.severity == SeverityError
}
