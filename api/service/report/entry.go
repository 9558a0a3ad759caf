package report

import (
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
)

// entry reads the number, grade and source of a cell; all faults at once.
func (in *PutFigureInput) entry(w *db.ReportingWindow, c *cell) (entry, change.Faults) {
	said := entry{Value: in.Value, Numerator: in.Numerator, Denominator: in.Denominator,
		Grade: in.grade(w), Source: figure.SourceDECLARED, Note: in.Note}
	if in.Source != nil {
		said.Source = *in.Source
	}
	faults := numbers(in.Value, in.Numerator, in.Denominator)
	if said.Source == figure.SourceDOCUMENT {
		faults = append(faults, change.Fault(change.Invalid, []string{"source"}, change.Say(
			"Nguồn DOCUMENT chỉ dùng cho số liệu trong văn bản của kế hoạch.", "DOCUMENT is for figures that a plan's document prints.")))
	}
	if c.approved != nil && lesser(said.Grade, c.approved.Grade) {
		faults = append(faults, change.Fault(change.Invalid, []string{"grade"}, change.Say(
			"Đã có số liệu %[1]s; không thay bằng %[2]s.", "There is an %[1]s figure; %[2]s is a lesser grade.", c.approved.Grade, said.Grade)))
	}
	return said, append(faults, remark(&said.Note, "note", false)...)
}

// grade is the grade of a cell: the one expected where it names none.
func (in *PutFigureInput) grade(w *db.ReportingWindow) figure.Grade {
	if in.Grade != nil {
		return *in.Grade
	}
	return figure.Grade(w.ExpectedGrade)
}

// numbers checks that there is a value, or a fraction that can be divided, and
// not both.
func numbers(value, numerator, denominator *decimal.Decimal) (faults change.Faults) {
	switch {
	case value != nil && (numerator != nil || denominator != nil):
		faults = append(faults, change.Fault(change.Invalid, []string{"value"}, change.Say(
			"Chỉ nhập value, hoặc numerator và denominator.", "Give value, or numerator and denominator, not both.")))
	case value == nil && (numerator == nil || denominator == nil):
		missing := "numerator"
		if numerator != nil {
			missing = "denominator"
		}
		faults = append(faults, change.Fault(change.Required, []string{missing}, change.Say(
			"Thiếu %[1]s.", "%[1]s is missing.", missing)))
	case denominator != nil && denominator.IsZero():
		faults = append(faults, change.Fault(change.Invalid, []string{"denominator"}, change.Say(
			"Mẫu số không được bằng 0.", "The denominator must not be 0.")))
	}
	for _, given := range []struct {
		name string
		d    *decimal.Decimal
	}{{"value", value}, {"numerator", numerator}, {"denominator", denominator}} {
		if d := given.d; d != nil && (d.NumDigits()+int(max(d.Exponent(), 0)) > maxDigits || d.Exponent() < -maxScale) {
			faults = append(faults, change.Fault(change.Invalid, []string{given.name}, change.Say(
				"Số có quá nhiều chữ số; nhiều nhất %[1]d, trong đó %[2]d sau dấu phẩy.", "The number has too many digits; at most %[1]d, %[2]d of them after the point.", maxDigits, maxScale)))
		}
	}
	return faults
}

const (
	maxDigits = 38
	maxScale  = 12
	// maxText is the longest remark or reason, in bytes; maxBody the longest text.
	maxText = 4_000
	maxBody = 20_000
)

// lesser says whether a grade is a lesser one than another.
func lesser(a, b figure.Grade) bool { return grades[a] < grades[b] }

// grades orders the grades of the Statistics Law, article 48.
var grades = map[figure.Grade]int{figure.GradeESTIMATE: 0, figure.GradePRELIMINARY: 1, figure.GradeOFFICIAL: 2}
