package calendar

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
)

// ExtendWindow grants named agencies a later due date; grace and lock move with
// it where they would come before. What such an agency submitted late, and in
// time by the new date, is no longer late.
func (s *Service) ExtendWindow(ctx context.Context, in ExtendWindowInput) (*WindowPayload, error) {
	in.DueAt = kept(in.DueAt)
	return s.do(ctx, "extendWindow", in.ClientMutationID, in, func(ctx context.Context, tx *change.Tx) (made, error) {
		b, agencies, faults, err := begin(ctx, tx, in.Window, in.Reason, in.LegalDocument, in.Section, in.Agencies, false)
		if err != nil {
			return made{}, err
		}
		if !in.DueAt.After(tx.At) {
			faults = append(faults, change.Fault(change.Invalid, []string{"dueAt"}, change.Say(
				"dueAt: %[1]s đã qua; cần một thời điểm sau %[2]s.", "dueAt: %[1]s has passed; expected a time after %[2]s.", local(in.DueAt), local(tx.At))))
		}
		before, err := datesOf(ctx, tx, b, agencies)
		if err != nil {
			return made{}, err
		}
		faults = append(faults, in.laterThan(before, agencies)...)
		if faults != nil {
			return made{}, faults
		}
		return extend(ctx, tx, b, agencies, before, in)
	})
}

func extend(ctx context.Context, tx *change.Tx, b *basis, agencies []*db.Agency, before map[uuid.UUID]*Deadlines, in ExtendWindowInput) (made, error) {
	c := b.create(tx, windowchange.KindEXTEND).SetDueAt(in.DueAt).AddAgencies(agencies...)
	for _, d := range before {
		if d.GraceUntil.Before(in.DueAt) {
			c.SetGraceUntil(in.DueAt)
		}
		if d.LocksAt.Before(in.DueAt) {
			c.SetLocksAt(in.DueAt)
		}
	}
	row, err := c.Save(ctx)
	if err != nil {
		return made{}, err
	}
	if err := b.note(ctx, tx, "window.extend", agencies, before); err != nil {
		return made{}, err
	}
	return made{b.window.ID, row.ID}, judgeAgain(ctx, tx, b.window, keysOf(agencies))
}

// laterThan says for which agencies the due date is no later than the one that
// holds.
func (in *ExtendWindowInput) laterThan(before map[uuid.UUID]*Deadlines, agencies []*db.Agency) (faults change.Faults) {
	place := map[string]int{}
	for n, code := range in.Agencies {
		if _, ok := place[code]; !ok {
			place[code] = n
		}
	}
	for _, a := range agencies {
		if d := before[a.ID]; d != nil && !in.DueAt.After(d.DueAt) {
			faults = append(faults, change.Fault(change.Invalid, []string{"agencies", strconv.Itoa(place[a.Code])}, change.Say(
				"%[1]s đã có thời hạn %[2]s; thời hạn mới (%[3]s) phải muộn hơn.", "%[1]s is due at %[2]s already; the new due date (%[3]s) has to be later.",
				a.Code, local(d.DueAt), local(in.DueAt))))
		}
	}
	return faults
}

// begin reads what a change for agencies is made on; where everybody is true
// and none is named, for all of them.
func begin(ctx context.Context, tx *change.Tx, window, reason string, document, section *string, codes []string, everybody bool) (*basis, []*db.Agency, change.Faults, error) {
	if err := coordinates(tx); err != nil {
		return nil, nil, nil, err
	}
	b, faults, err := basisOf(ctx, tx, window, reason, document, section)
	if err != nil {
		return nil, nil, nil, err
	}
	if codes == nil && everybody {
		var beyond change.Faults
		if b.window != nil {
			beyond, err = coversEverybody(ctx, tx, b.window)
		}
		return b, nil, append(faults, beyond...), err
	}
	agencies, wrong, err := named(ctx, tx, codes)
	return b, agencies, append(faults, wrong...), err
}

// datesOf returns the dates that hold for agencies; none where there is no
// window.
func datesOf(ctx context.Context, tx *change.Tx, b *basis, agencies []*db.Agency) (map[uuid.UUID]*Deadlines, error) {
	if b.window == nil {
		return nil, nil
	}
	return DeadlinesOf(ctx, tx.Client, b.window, keysOf(agencies)...)
}

// note records a change for agencies and announces it: in the agency's own
// record where it is one, or else in that of the instance.
func (b *basis) note(ctx context.Context, tx *change.Tx, action string, agencies []*db.Agency, before map[uuid.UUID]*Deadlines) error {
	after, err := DeadlinesOf(ctx, tx.Client, b.window, keysOf(agencies)...)
	if err != nil {
		return err
	}
	e := audit.Entry{Action: action, Entity: "ReportingWindow", EntityID: &b.window.ID, Label: b.window.Code}
	notice := change.Notice{Kind: action, Window: b.window.ID}
	was, is := map[string]any{}, map[string]any{}
	for _, a := range agencies {
		was[a.Code], is[a.Code] = before[a.ID].written(), after[a.ID].written()
	}
	if len(agencies) == 1 {
		e.Agency, notice.Agency = &agencies[0].ID, agencies[0].ID
	}
	e.Before, e.After = map[string]any{"agencies": was}, b.why(map[string]any{"agencies": is})
	tx.Record(e)
	tx.Notify(notice)
	return nil
}

func keysOf(agencies []*db.Agency) []uuid.UUID {
	ids := make([]uuid.UUID, len(agencies))
	for n, a := range agencies {
		ids[n] = a.ID
	}
	return ids
}
