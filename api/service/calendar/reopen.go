package calendar

import (
	"context"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
)

// ReopenWindow opens a locked window again until a time, for named agencies or
// for everybody. Due dates stay: what comes then is late.
func (s *Service) ReopenWindow(ctx context.Context, in ReopenWindowInput) (*WindowPayload, error) {
	in.Until = kept(in.Until)
	return s.do(ctx, "reopenWindow", in.ClientMutationID, in, func(ctx context.Context, tx *change.Tx) (made, error) {
		b, agencies, faults, err := begin(ctx, tx, in.Window, in.Reason, in.LegalDocument, in.Section, in.Agencies, true)
		if err != nil {
			return made{}, err
		}
		if !in.Until.After(tx.At) {
			faults = append(faults, change.Fault(change.Invalid, []string{"until"}, change.Say(
				"until: %[1]s đã qua; cần một thời điểm sau %[2]s.", "until: %[1]s has passed; expected a time after %[2]s.", local(in.Until), local(tx.At))))
		}
		before, err := datesOf(ctx, tx, b, agencies)
		if err != nil {
			return made{}, err
		}
		if in.Agencies == nil && b.window != nil {
			if before, err = DeadlinesOf(ctx, tx.Client, b.window, everybody); err != nil {
				return made{}, err
			}
		}
		faults = append(faults, in.locked(tx, before, agencies)...)
		if faults != nil {
			return made{}, faults
		}
		return reopen(ctx, tx, b, agencies, before, in)
	})
}

func reopen(ctx context.Context, tx *change.Tx, b *basis, agencies []*db.Agency, before map[uuid.UUID]*Deadlines, in ReopenWindowInput) (made, error) {
	row, err := b.create(tx, windowchange.KindREOPEN).SetLocksAt(in.Until).AddAgencies(agencies...).Save(ctx)
	if err != nil {
		return made{}, err
	}
	if len(agencies) > 0 {
		return made{b.window.ID, row.ID}, b.note(ctx, tx, "window.reopen", agencies, before)
	}
	tx.Record(audit.Entry{Action: "window.reopen", Entity: "ReportingWindow", EntityID: &b.window.ID, Label: b.window.Code,
		Before: map[string]any{"locksAt": before[everybody].LocksAt.UTC()}, After: b.why(map[string]any{"locksAt": in.Until.UTC()})})
	tx.Notify(change.Notice{Kind: "window.reopen", Window: b.window.ID})
	return made{b.window.ID, row.ID}, nil
}

// locked says for whom the window is still open: a lock that is to come is
// moved by new dates or an extension.
func (in *ReopenWindowInput) locked(tx *change.Tx, dates map[uuid.UUID]*Deadlines, agencies []*db.Agency) (faults change.Faults) {
	open := func(d *Deadlines, path ...string) {
		if d != nil && !d.locked(tx.At) {
			faults = append(faults, change.Fault(change.WrongState, path, change.Say(
				"Kỳ %[1]s chưa khóa: còn mở đến %[2]s.", "Window %[1]s is not locked: it is open until %[2]s.", in.Window, local(d.LocksAt))))
		}
	}
	if in.Agencies == nil {
		open(dates[everybody], "window")
	}
	for _, a := range agencies {
		open(dates[a.ID], "agencies", strconv.Itoa(slices.Index(in.Agencies, a.Code)))
	}
	return faults
}
