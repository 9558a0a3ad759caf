package file

import (
	"bytes"
	"context"
	"fmt"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

// A Workbook is a file to send.
type Workbook struct {
	// Name is what to save it as.
	Name    string
	Content []byte
}

// Workbook makes the workbook a link is about, with what is known now. Faults are
// NOT_FOUND for what the viewer may not see, and NOT_OWED.
func (s *Service) Workbook(ctx context.Context, l WorkbookLink) (*Workbook, error) {
	form, err := s.Reports.Workbook(ctx, l.Agency, l.Window)
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	if err := sheet.Write(&content, *form); err != nil {
		return nil, fmt.Errorf("workbook of %s for %s: %w", l.Agency, l.Window, err)
	}
	return &Workbook{Name: l.name(""), Content: content.Bytes()}, nil
}

// name is what a workbook is saved as: Annex 01 of an agency and window.
func (l WorkbookLink) name(suffix string) string {
	return "phu-luc-01-" + l.Agency + "-" + l.Window + suffix + ".xlsx"
}
