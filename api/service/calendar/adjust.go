package calendar

import (
	"context"
	"time"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
)

// AdjustWindow sets new dates for everybody. Reports that came late by the old
// dates and in time by the new ones are no longer late.
func (s *Service) AdjustWindow(ctx context.Context, in AdjustWindowInput) (*WindowPayload, error) {
	return s.do(ctx, "adjustWindow", in.ClientMutationID, in, func(ctx context.Context, tx *change.Tx) (made, error) {
		if err := coordinates(tx); err != nil {
			return made{}, err
		}
		b, faults, err := basisOf(ctx, tx, in.Window, in.Reason, in.LegalDocument, in.Section)
		if err != nil {
			return made{}, err
		}
		if b.window != nil {
			beyond, err := coversEverybody(ctx, tx, b.window)
			if err != nil {
				return made{}, err
			}
			faults = append(faults, beyond...)
			faults = append(faults, in.check(b.dates(), tx.At)...)
		} else if !in.given() {
			faults = append(faults, nothing())
		}
		if faults != nil {
			return made{}, faults
		}
		return adjust(ctx, tx, b, in)
	})
}

func adjust(ctx context.Context, tx *change.Tx, b *basis, in AdjustWindowInput) (made, error) {
	before := b.dates()
	after := in.over(before)
	row, err := b.create(tx, windowchange.KindADJUST).
		SetNillableOpensAt(moved(before.OpensAt, after.OpensAt)).SetNillableDueAt(moved(before.DueAt, after.DueAt)).
		SetNillableGraceUntil(moved(before.GraceUntil, after.GraceUntil)).SetNillableLocksAt(moved(before.LocksAt, after.LocksAt)).Save(ctx)
	if err != nil {
		return made{}, err
	}
	// The condition repeats the key: an update whose policy adds none needs one.
	w, err := tx.ReportingWindow.UpdateOneID(b.window.ID).Where(reportingwindow.ID(b.window.ID)).
		SetOpensAt(after.OpensAt).SetDueAt(after.DueAt).SetGraceUntil(after.GraceUntil).SetLocksAt(after.LocksAt).Save(ctx)
	if err != nil {
		return made{}, err
	}
	tx.Record(audit.Entry{Action: "window.adjust", Entity: "ReportingWindow", EntityID: &w.ID, Label: w.Code,
		Before: before.written(), After: b.why(after.written())})
	tx.Notify(change.Notice{Kind: "window.adjust", Window: w.ID})
	return made{w.ID, row.ID}, judgeAgain(ctx, tx, w, nil)
}

// moved returns a new date; nil where it is the old one.
func moved(was, is time.Time) *time.Time {
	if is.Equal(was) {
		return nil
	}
	return &is
}

// dates are those of the window itself.
func (b *basis) dates() *Deadlines {
	w := b.window
	return &Deadlines{OpensAt: w.OpensAt, DueAt: w.DueAt, GraceUntil: w.GraceUntil, LocksAt: w.LocksAt}
}

// given says whether any date is.
func (in *AdjustWindowInput) given() bool {
	return in.OpensAt != nil || in.DueAt != nil || in.GraceUntil != nil || in.LocksAt != nil
}

// over returns dates with the given ones over them.
func (in *AdjustWindowInput) over(d *Deadlines) *Deadlines {
	set := func(was time.Time, given *time.Time) time.Time {
		if given != nil {
			return kept(*given)
		}
		return was
	}
	return &Deadlines{set(d.OpensAt, in.OpensAt), set(d.DueAt, in.DueAt), set(d.GraceUntil, in.GraceUntil), set(d.LocksAt, in.LocksAt)}
}

// check says what is wrong with the dates: nothing that changes, dates that
// have passed, dates out of order.
func (in *AdjustWindowInput) check(d *Deadlines, now time.Time) (faults change.Faults) {
	steps := in.over(d).steps()
	given := [...]*time.Time{in.OpensAt, in.DueAt, in.GraceUntil, in.LocksAt}
	changed := false
	for n, was := range d.steps() {
		if given[n] == nil || given[n].Equal(was.at) {
			continue
		}
		changed = true
		if given[n].Before(now) {
			faults = append(faults, change.Fault(change.Invalid, []string{was.name}, change.Say(
				"%[1]s: %[2]s đã qua; cần một thời điểm sau %[3]s.", "%[1]s: %[2]s has passed; expected a time after %[3]s.",
				was.name, local(*given[n]), local(now))))
		}
	}
	if !changed {
		return append(faults, nothing())
	}
	for n := 1; n < len(steps); n++ {
		if !steps[n].at.Before(steps[n-1].at) {
			continue
		}
		at := steps[n].name
		if given[n] == nil {
			at = steps[n-1].name
		}
		faults = append(faults, change.Fault(change.Invalid, []string{at}, change.Say(
			"%[1]s (%[2]s) phải trước hoặc cùng lúc với %[3]s (%[4]s).", "%[1]s (%[2]s) has to come before %[3]s (%[4]s), or with it.",
			steps[n-1].name, local(steps[n-1].at), steps[n].name, local(steps[n].at))))
	}
	return faults
}

// nothing is the fault of an adjustment that changes no date.
func nothing() *change.UserError {
	return change.Fault(change.Required, nil, change.Say(
		"Không có thời hạn nào thay đổi; cần ít nhất một trong opensAt, dueAt, graceUntil, locksAt.",
		"No date changes; give at least one of opensAt, dueAt, graceUntil, locksAt."))
}

// A step is one of the dates of a window, which follow each other.
type step struct {
	name string
	at   time.Time
}

// steps are the dates in their order.
func (d *Deadlines) steps() []step {
	return []step{{"opensAt", d.OpensAt}, {"dueAt", d.DueAt}, {"graceUntil", d.GraceUntil}, {"locksAt", d.LocksAt}}
}

// written are the dates as the record keeps them.
func (d *Deadlines) written() map[string]any {
	dates := map[string]any{}
	for _, s := range d.steps() {
		dates[s.name] = s.at.UTC()
	}
	return dates
}
