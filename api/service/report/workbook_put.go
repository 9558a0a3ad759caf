package report

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// PutSheetInput is a workbook that came back.
type PutSheetInput struct {
	// Agency and Window are the codes of what may be written: what the file says
	// of itself counts for nothing.
	Agency, Window string
	// Filled is what the file holds. A row that is faulty is not written.
	Filled *workbook.Filled
	// Faulty says that something in the file could not be understood: with mode
	// ALL nothing is written then.
	Faulty bool
	// Mode says what happens to the others when a row has an error; DryRun that
	// nothing is written at all.
	Mode   PutMode
	DryRun bool
	// File is the SHA-256 of the file, in hexadecimal.
	File string
	// Key makes a repeat give the first answer; nil where it need not.
	Key *string
}

// PutSheetAnswer is what became of a workbook.
type PutSheetAnswer struct {
	// Report is the report as it is now; nil where there is none. Version and
	// Status are its own.
	Report  *uuid.UUID
	Version int
	Status  submission.Status
	// Rows is how many figures and texts the file changes, Written how many of
	// them were written.
	Rows, Written int
	// Cells and Texts are what is wrong, by place in the file's lists.
	Cells, Texts []SheetFaults
}

// SheetFaults are what is wrong with one row.
type SheetFaults struct {
	Index  int
	Faults change.Faults
}

// errUndone ends a change that is not to be made: a dry run, or nothing to
// write.
var errUndone = errors.New("report: nothing is to be written")

// PutSheet writes the rows of a workbook that differ from what it was made with
// and from the report, figures and texts in one change: all or none, or each
// without an error. A row that somebody else changed since the workbook was made
// is a CONFLICT and not written. The error is change.Faults where the report
// cannot be changed at all.
func (s *Service) PutSheet(ctx context.Context, in PutSheetInput) (*PutSheetAnswer, error) {
	var judged *PutSheetAnswer
	asked := []any{in.Agency, in.Window, in.Mode, in.DryRun, in.File}
	answer, _, err := change.Do(ctx, s.Store, change.Request{Operation: "putWorkbook", Key: in.Key, Input: asked},
		func(ctx context.Context, tx *change.Tx) (_ *PutSheetAnswer, err error) {
			judged, err = s.putSheet(ctx, tx, in)
			if err == nil && judged.Written == 0 {
				err = errUndone
			}
			return judged, err
		})
	if !errors.Is(err, errUndone) {
		return answer, err
	}
	report, err := s.current(ctx, PutFiguresInput{Agency: &in.Agency, Window: &in.Window})
	judged.about(report)
	return judged, err
}

// about names the report in an answer.
func (a *PutSheetAnswer) about(report *db.Submission) {
	if report != nil {
		a.Report, a.Version, a.Status = &report.ID, report.Version, report.Status
	}
}

// putSheet judges a workbook inside a change and, unless something forbids it,
// writes it.
func (s *Service) putSheet(ctx context.Context, tx *change.Tx, in PutSheetInput) (*PutSheetAnswer, error) {
	sh, _, err := s.beginPut(ctx, tx, PutFiguresInput{Agency: &in.Agency, Window: &in.Window})
	if err != nil {
		return nil, err
	}
	p := &sheetPut{s: s, tx: tx, sh: sh, in: in, answer: &PutSheetAnswer{}}
	if p.edit, err = s.editing(ctx, tx, sh, nil); err != nil {
		return nil, err
	}
	if p.issue, err = issueOf(ctx, tx, sh, in.Filled.Stamp); err != nil {
		return nil, err
	}
	p.judgeCells()
	if err := p.judgeTexts(ctx); err != nil {
		return nil, err
	}
	if in.DryRun || in.Mode != PutModeEach && (in.Faulty || p.severe) {
		return p.answer, nil
	}
	return p.answer, p.write(ctx)
}

// A sheetPut is a workbook that is being written.
type sheetPut struct {
	s      *Service
	tx     *change.Tx
	sh     *sheet
	in     PutSheetInput
	edit   *edit
	issue  *issue
	texts  []sheetText // what is to be written
	made   []uuid.UUID // figures and texts that were
	ended  []uuid.UUID // those whose place they took
	due    int         // how many figures and texts are to be written
	severe bool
	answer *PutSheetAnswer
}

// write writes what was gathered, and notes which file it came from.
func (p *sheetPut) write(ctx context.Context) error {
	if err := p.writeTexts(ctx); err != nil || p.due == 0 {
		return err
	}
	p.ended = append(p.ended, p.edit.replaced...)
	if err := p.edit.write(ctx); err != nil {
		return err
	}
	p.tx.Record(audit.Entry{
		Action: workbookPut, Entity: "Submission", EntityID: &p.sh.report.ID, Agency: &p.sh.agency.ID, Label: p.sh.label(),
		After: putEvent{File: p.in.File, IssuedAt: p.in.Filled.Stamp.IssuedAt.UTC(), Made: p.made, Ended: p.ended},
	})
	now, err := p.tx.Submission.Query().Where(submission.ID(p.sh.report.ID)).Only(ctx)
	if err == nil {
		p.answer.Written = p.due
		p.answer.about(now)
	}
	return err
}

// workbookPut is the event of a workbook that was written.
const workbookPut = "workbook.put"

// putEvent is what the event holds: which file, and which rows it wrote.
type putEvent struct {
	File     string      `json:"file"`
	IssuedAt time.Time   `json:"issuedAt"`
	Made     []uuid.UUID `json:"made"`
	Ended    []uuid.UUID `json:"ended"`
}
