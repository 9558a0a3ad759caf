package file

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/api/sheet"
)

// An Outcome is what became of a workbook that was sent.
type Outcome struct {
	Mode WorkbookMode
	// Rows is how many figures and texts the file changes, Written how many of
	// them were written.
	Rows, Written int
	// Findings are what is wrong: what the file itself shows first.
	Findings []sheet.Finding
	// Report is the report as it is now; nil where there is none. Version and
	// Status are its own.
	Report  *uuid.UUID
	Version int
	Status  string
}

// Errors counts the findings that keep a row from being written.
func (o *Outcome) Errors() (n int) {
	for _, f := range o.Findings {
		if f.Severity == sheet.SeverityError {
			n++
		}
	}
	return n
}

// MayPutWorkbook says why the viewer may not send a workbook to a link now, before
// any of it is received.
func (s *Service) MayPutWorkbook(ctx context.Context, l WorkbookLink) error {
	_, err := s.Reports.MayPutSheet(ctx, l.Agency, l.Window)
	return err
}

// PutWorkbook reads a workbook that was sent to a link and does with its rows what
// the link says. The token is the link's: the same file sent to it again gives
// the first answer. The error is a *sheet.Fault or an *Outdated for a file that is
// refused whole, and change.Faults where the viewer may not write.
func (s *Service) PutWorkbook(ctx context.Context, l WorkbookLink, token string, content []byte) (*Outcome, error) {
	expected, err := s.Reports.MayPutSheet(ctx, l.Agency, l.Window)
	if err != nil {
		return nil, err
	}
	filled, found, err := s.read(ctx, content, expected)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	in := report.PutSheetInput{
		Agency: l.Agency, Window: l.Window, Filled: filled, File: hex.EncodeToString(sum[:]), Mode: report.PutModeAll,
		Faulty: slices.ContainsFunc(found, func(f sheet.Finding) bool { return f.Severity == sheet.SeverityError }),
	}
	switch l.Mode {
	case WorkbookModeAll, WorkbookModeEach:
		in.Mode, in.Key = report.PutMode(l.Mode), repeat(token, in.File)
	default:
		in.DryRun = true
	}
	answer, err := s.Reports.PutSheet(ctx, in)
	if err != nil {
		return nil, err
	}
	return &Outcome{
		Mode: l.Mode, Rows: answer.Rows, Written: answer.Written, Findings: findings(filled, found, answer),
		Report: answer.Report, Version: answer.Version, Status: string(answer.Status),
	}, nil
}

// repeat is the key by which the same content sent to the same link is known.
func repeat(token, hash string) *string {
	sum := sha256.Sum256([]byte(token + "\n" + hash))
	key := hex.EncodeToString(sum[:])
	return &key
}

// read reads a workbook. One of another version of the catalogue is as good where
// that version prints the same form.
func (s *Service) read(ctx context.Context, content []byte, expected sheet.Stamp) (*sheet.Filled, []sheet.Finding, error) {
	filled, found, err := sheet.Read(bytes.NewReader(content), int64(len(content)), s.WorkbookLimits, expected)
	var fault *sheet.Fault
	if !errors.As(err, &fault) || fault.Code != sheet.FaultCatalogue {
		return filled, found, err
	}
	then := expected
	then.Catalogue = fault.Found
	filled, found, failed := sheet.Read(bytes.NewReader(content), int64(len(content)), s.WorkbookLimits, then)
	switch {
	case failed != nil:
		return nil, nil, fault
	case report.SameForm(then.Catalogue, expected.Catalogue):
		return filled, found, nil
	}
	changes, failed := s.Reports.FormChanges(ctx, expected.Agency, expected.Window, rowsOf(filled, found), filled.Stamp.IssuedAt)
	if failed != nil {
		return nil, nil, failed
	}
	return nil, nil, outdated(fault, changes)
}

// rowsOf are the codes of the rows a workbook was made with: those it has, and
// those that were deleted from it.
func rowsOf(filled *sheet.Filled, found []sheet.Finding) []string {
	var codes []string
	for _, c := range filled.Cells {
		codes = append(codes, c.Indicator)
	}
	for _, f := range found {
		if f.Code == sheet.FindingRowMissing && f.Sheet == figuresSheet {
			codes = append(codes, f.Indicator)
		}
	}
	return codes
}

// Mark returns the workbook with the findings of an outcome in it, and what to
// save it as.
func (s *Service) Mark(l WorkbookLink, content []byte, o *Outcome) (*Workbook, error) {
	marked, err := sheet.Mark(content, o.Findings, s.WorkbookLimits)
	return &Workbook{Name: l.name("-loi"), Content: marked}, err
}
