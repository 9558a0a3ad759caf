package report

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
)

// A sheetText is a text of a workbook that is to be written.
type sheetText struct {
	kind narrative.Kind
	body *string // nil takes it out
	old  *db.Narrative
}

// judgeTexts gathers the texts that the file changes, where they may be.
func (p *sheetPut) judgeTexts(ctx context.Context) error {
	last, err := p.lastTexts(ctx)
	if err != nil {
		return err
	}
	for n, t := range p.in.Filled.Narratives {
		if !t.Changed {
			continue
		}
		p.answer.Rows++
		if t.Faulty {
			continue
		}
		if faults := p.judgeText(t, last[narrative.Kind(t.Kind)]); faults != nil {
			p.answer.Texts = append(p.answer.Texts, SheetFaults{n, faults})
			p.severe = true
		}
	}
	return nil
}

// judgeText gathers one text; last is the newest of its kind, also one that was
// taken out.
func (p *sheetPut) judgeText(t workbook.FilledNarrative, last *db.Narrative) change.Faults {
	current := last
	if last != nil && last.SupersededAt != nil {
		current = nil
	}
	if current == nil && t.Body == "" || current != nil && current.Body == t.Body {
		return nil
	}
	body := &t.Body
	faults := clean(&body, "body", maxBody, false)
	switch {
	case !calendar.OnTime(p.tx.At, p.sh.dates.LocksAt):
		return change.Faults{change.Fault(change.Locked, nil, change.Say(
			"Kỳ báo cáo đã khóa lúc %[1]s.", "The window locked at %[1]s.", local(p.sh.dates.LocksAt)))}
	case last != nil && p.issue.after(last.ID, last.SupersededAt):
		return change.Faults{change.Fault(change.Conflict, nil, change.Say(
			"Nội dung này đã được sửa sau khi tải biểu mẫu; không ghi đè. Hãy tải lại biểu mẫu hoặc sửa trực tuyến.",
			"This text was changed after the form was downloaded; it is not overwritten. Download the form again, or edit online."))}
	case faults == nil:
		p.texts = append(p.texts, sheetText{narrative.Kind(t.Kind), body, current})
		p.due++
	}
	return faults
}

// lastTexts are the newest texts about the whole report, by kind.
func (p *sheetPut) lastTexts(ctx context.Context) (map[narrative.Kind]*db.Narrative, error) {
	rows, err := p.tx.Narrative.Query().Where(narrative.SubmissionID(p.sh.report.ID), narrative.IndicatorIDIsNil()).
		WithRoutedTo().Order(db.Asc(narrative.FieldID)).All(ctx)
	last := map[narrative.Kind]*db.Narrative{}
	for _, n := range rows {
		if known := last[n.Kind]; known == nil || known.SupersededAt != nil || n.SupersededAt == nil {
			last[n.Kind] = n
		}
	}
	return last, err
}

// writeTexts writes the texts that were gathered. Who owes an answer to one, owes
// it to the text that takes its place.
func (p *sheetPut) writeTexts(ctx context.Context) error {
	for _, t := range p.texts {
		var to *route
		if t.old != nil {
			p.ended = append(p.ended, t.old.ID)
			if t.old.RoutedToID != nil && t.old.AnswerDueOn != nil {
				to = &route{t.old.Edges.RoutedTo, *t.old.AnswerDueOn}
			}
		}
		old := p.tx.Narrative.Query().Where(append(wholeReport(p.sh.report.ID), narrative.KindEQ(t.kind))...)
		id, err := p.s.replaceText(ctx, p.tx, p.sh, old, t.body, t.kind, nil, to)
		if err != nil {
			return err
		}
		if id != uuid.Nil {
			p.made = append(p.made, id)
		}
	}
	return nil
}
