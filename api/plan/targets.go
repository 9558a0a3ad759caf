package plan

import (
	"cmp"
	"context"
	"strconv"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	entplan "github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

// targetFields is a target as it is compared and written. Indicator, year and
// kind are its key; a change of any other field is a revision.
func targetFields(t *db.Target) []field {
	return []field{
		{target.FieldIndicatorID, t.IndicatorID},
		{target.FieldYear, t.Year},
		{target.FieldKind, t.Kind},
		{target.FieldText, t.Text},
		{target.FieldComparator, opt(t.Comparator)},
		{target.FieldValue, opt(t.Value)},
		{target.FieldNote, opt(t.Note)},
		{target.FieldDueOn, optDay(t.DueOn)},
		{target.FieldQuarter, opt(t.Quarter)},
		{target.FieldDecidedByID, opt(t.DecidedByID)},
	}
}

func wantTargets(b *bundle.Bundle, n *names) []record {
	enacted := documentsOfPlans(b)
	var records []record
	for _, i := range b.Indicators {
		for _, t := range i.Targets {
			records = append(records, n.wanted(db.TypeTarget, targetFields(&db.Target{
				IndicatorID: n.id(db.TypeIndicator, i.Plan, i.Code),
				Year:        t.Year,
				Kind:        target.Kind(t.Kind),
				Text:        t.Text,
				Comparator:  given(target.Comparator(t.Comparator)),
				Value:       t.Value,
				Note:        given(t.Note),
				DueOn:       dateOf(t.DueOn),
				Quarter:     given(t.Quarter),
				DecidedByID: n.optID(db.TypeLegalDocument, cmp.Or(t.DecidedBy, enacted[i.Plan])),
			}), i.Plan, i.Code, strconv.Itoa(t.Year), string(t.Kind)))
		}
	}
	return records
}

// readTargets reads the versions in force.
func readTargets(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.Target.Query().Where(
		target.SupersededAtIsNil(),
		target.HasIndicatorWith(indicator.OwnerIDIsNil(), indicator.HasPlanWith(entplan.CodeIn(s.plans...))),
	).All(ctx)
	for _, t := range rows {
		s.add(db.TypeTarget, t.ID, targetFields(t), s.keys[t.IndicatorID], strconv.Itoa(t.Year), string(t.Kind)).version = t.Version
	}
	return err
}

func writeTargets(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.Target
	supersede := func(ctx context.Context, ids []uuid.UUID) error {
		return c.Update().Where(target.IDIn(ids...)).SetSupersededAt(w.now).Exec(ctx)
	}
	return revise(ctx, w, steps, c.Create, c.CreateBulk, supersede, func(s step) []field {
		stamp := []field{{target.FieldRecordedAt, w.now}}
		if s.Kind == Supersede {
			stamp = append(stamp, field{target.FieldVersion, s.have.version + 1}, field{target.FieldSupersedesID, s.have.id})
		}
		return stamp
	})
}
