package calendar

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"golang.org/x/text/unicode/norm"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// maxReason and maxSection are the longest texts, in characters.
	maxReason  = 2000
	maxSection = 200
)

// A basis is what every change of a window is made on: the window, why, and
// the document it rests on.
type basis struct {
	window   *db.ReportingWindow
	reason   string
	document *db.LegalDocument
	section  *string
}

// basisOf reads what all inputs have in common. The window stays locked until
// the change is made: changes of one window follow each other, each with a
// time of its own. The window is nil where there is none with the code.
func basisOf(ctx context.Context, tx *change.Tx, code, reason string, document, section *string) (*basis, change.Faults, error) {
	b := &basis{}
	var faults change.Faults
	b.reason, faults = cleanText(reason, "reason", maxReason)
	if b.reason == "" && faults == nil {
		faults = append(faults, change.Fault(change.Required, []string{"reason"}, change.Say("Thiếu lý do.", "reason is missing.")))
	}
	if section != nil {
		text, wrong := cleanText(*section, "section", maxSection)
		faults = append(faults, wrong...)
		if text != "" {
			b.section = &text
		}
		if document == nil && b.section != nil {
			faults = append(faults, change.Fault(change.Required, []string{"legalDocument"}, change.Say(
				"Có section nhưng thiếu legalDocument.", "section is given without its legalDocument.")))
		}
	}
	var err error
	if document != nil {
		b.document, err = tx.LegalDocument.Query().Where(legaldocument.Number(norm.NFC.String(*document))).Only(ctx)
		if db.IsNotFound(err) {
			faults, err = append(faults, unknown("legalDocument", *document)), nil
		}
		if err != nil {
			return nil, nil, err
		}
	}
	b.window, err = lock(ctx, tx, code)
	if db.IsNotFound(err) {
		return b, append(change.Faults{unknown("window", code)}, faults...), nil
	}
	if err != nil {
		return nil, nil, err
	}
	return b, faults, afterTheLast(ctx, tx, b.window)
}

// lock reads a window and keeps others from changing it until the transaction
// ends. SQLite has one writer at a time anyway.
func lock(ctx context.Context, tx *change.Tx, code string) (*db.ReportingWindow, error) {
	q := tx.ReportingWindow.Query().Where(reportingwindow.Code(code))
	if tx.Dialect() == dialect.Postgres {
		q.Modify(func(s *sql.Selector) { s.ForUpdate() })
	}
	return q.Only(ctx)
}

// afterTheLast moves the change behind the one before it in the same window,
// for which it may have waited: reads as of a time undo changes in their order.
func afterTheLast(ctx context.Context, tx *change.Tx, w *db.ReportingWindow) error {
	last, err := tx.WindowChange.Query().Where(windowchange.WindowID(w.ID)).Order(db.Desc(windowchange.FieldAt)).
		First(viewer.NewContext(ctx, viewer.System("calendar")))
	if db.IsNotFound(err) {
		return nil
	}
	if err == nil && !tx.At.After(last.At) {
		tx.At = last.At.UTC().Add(time.Microsecond)
	}
	return err
}

// create prepares the row of the change. It holds the dates of the window
// before, whatever it changes.
func (b *basis) create(tx *change.Tx, kind windowchange.Kind) *db.WindowChangeCreate {
	w := b.window
	c := tx.WindowChange.Create().SetWindowID(w.ID).SetKind(kind).SetAt(tx.At).SetAuthorID(tx.Viewer.Person).
		SetOpenedBefore(w.OpensAt).SetDueBefore(w.DueAt).SetGraceBefore(w.GraceUntil).SetLockedBefore(w.LocksAt).
		SetReason(b.reason).SetNillableSection(b.section)
	if b.document != nil {
		c.SetLegalDocumentID(b.document.ID)
	}
	return c
}

// why is the basis as the record keeps it, with what else is to be said.
func (b *basis) why(said map[string]any) map[string]any {
	said["reason"] = b.reason
	if b.document != nil {
		said["legalDocument"] = b.document.Number
	}
	if b.section != nil {
		said["section"] = *b.section
	}
	return said
}

// cleanText brings a text into the form that is kept: composed characters, no
// spaces around it.
func cleanText(text, path string, longest int) (string, change.Faults) {
	text = strings.TrimSpace(norm.NFC.String(text))
	if n := utf8.RuneCountInString(text); n > longest {
		return text, change.Faults{change.Fault(change.Invalid, []string{path}, change.Say(
			"%[1]s dài %[2]d ký tự; nhiều nhất %[3]d.", "%[1]s has %[2]d characters; at most %[3]d.", path, n, longest))}
	}
	return text, nil
}

// unknown is the fault of a code that names nothing.
func unknown(path, code string) *change.UserError {
	return change.Fault(change.NotFound, []string{path}, change.Say("Không có mã %[1]q.", "There is no code %[1]q.", code))
}

// kept is a time as the databases keep it: UTC, in microseconds.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// local is a time as people in Viet Nam read it.
func local(t time.Time) string { return t.In(Zone).Format("15:04:05 02/01/2006") }
