// Package file is how files come and go: workbooks that are filled in, and
// evidence. The graph hands out a signed link; the file itself travels over
// HTTP, and whoever follows the link is asked again what they may.
package file

import (
	"github.com/tiendo-vn/tiendo/api/evidence"
	"github.com/tiendo-vn/tiendo/api/link"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/api/sheet"
)

// A Service hands out links and serves what they are for.
type Service struct {
	*change.Store
	// Reports reads and writes what is in a workbook.
	Reports *report.Service
	// Links signs and checks the links.
	Links *link.Signer
	// Evidence keeps the files that prove figures; nil where none are kept.
	Evidence evidence.Store
	// WorkbookLimits bounds a workbook that is read, EvidenceLimits a file that is
	// received.
	WorkbookLimits sheet.Limits
	EvidenceLimits evidence.Limits
}
