package file

import (
	"fmt"
	"strings"

	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/api/sheet"
)

// Outdated refuses a workbook that was made from another version of the
// catalogue, and says in what the form differs now.
type Outdated struct {
	*sheet.Fault
	Changes []report.FormChange
}

// Unwrap returns the fault.
func (o *Outdated) Unwrap() error { return o.Fault }

// mostListed bounds the changes of which a sentence tells; the list has all.
const mostListed = 10

// outdated adds what changed to a fault and its sentences.
func outdated(f *sheet.Fault, changes []report.FormChange) *Outdated {
	said := *f
	var vi, en []string
	for _, c := range changes[:min(len(changes), mostListed)] {
		vi, en = append(vi, inVietnamese(c)), append(en, inEnglish(c))
	}
	if n := len(changes) - mostListed; n > 0 {
		vi, en = append(vi, fmt.Sprintf("và %d thay đổi khác", n)), append(en, fmt.Sprintf("and %d more", n))
	}
	if len(changes) > 0 {
		said.MessageVi += " Thay đổi: " + strings.Join(vi, "; ") + "."
		said.MessageEn += " What changed: " + strings.Join(en, "; ") + "."
	}
	return &Outdated{&said, changes}
}

func inVietnamese(c report.FormChange) string {
	switch c.What {
	case report.RowAdded:
		return c.Indicator + " được thêm"
	case report.RowRemoved:
		return c.Indicator + " không còn"
	case report.TargetChanged:
		return fmt.Sprintf("%s: kế hoạch từ “%s” thành “%s”", c.Indicator, c.Was, c.Is)
	case report.UnitChanged:
		return fmt.Sprintf("%s: đơn vị tính từ “%s” thành “%s”", c.Indicator, c.Was, c.Is)
	}
	return fmt.Sprintf("%s: tên từ “%s” thành “%s”", c.Indicator, c.Was, c.Is)
}

func inEnglish(c report.FormChange) string {
	switch c.What {
	case report.RowAdded:
		return c.Indicator + " was added"
	case report.RowRemoved:
		return c.Indicator + " is gone"
	case report.TargetChanged:
		return fmt.Sprintf("%s: target from “%s” to “%s”", c.Indicator, c.Was, c.Is)
	case report.UnitChanged:
		return fmt.Sprintf("%s: unit from “%s” to “%s”", c.Indicator, c.Was, c.Is)
	}
	return fmt.Sprintf("%s: name from “%s” to “%s”", c.Indicator, c.Was, c.Is)
}
