package plan

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	entplan "github.com/tiendo-vn/tiendo/ent/db/plan"
)

// indicatorFields is an indicator as it is compared and written.
func indicatorFields(i *db.Indicator) []field {
	return []field{
		{indicator.FieldPlanID, i.PlanID},
		{indicator.FieldCode, i.Code},
		{indicator.FieldParentID, opt(i.ParentID)},
		{indicator.FieldKind, i.Kind},
		{indicator.FieldName, i.Name},
		{indicator.FieldNameEn, opt(i.NameEn)},
		{indicator.FieldUnit, opt(i.Unit)},
		{indicator.FieldDirection, opt(i.Direction)},
		{indicator.FieldAggregation, i.Aggregation},
		{indicator.FieldAllowsOver100, i.AllowsOver100},
		{indicator.FieldNote, opt(i.Note)},
		{indicator.FieldReference, opt(i.Reference)},
		{indicator.FieldReportedDone, opt(i.ReportedDone)},
	}
}

func wantIndicators(b *bundle.Bundle, n *names) []record {
	sameAs := sameMeasures(b, n)
	var records []record
	for _, i := range b.Indicators {
		row := &db.Indicator{
			PlanID:        n.id(db.TypePlan, i.Plan),
			Code:          i.Code,
			Kind:          indicator.Kind(i.Kind),
			Name:          i.Name,
			NameEn:        given(i.NameEn),
			Unit:          given(indicator.Unit(i.Unit)),
			Direction:     given(indicator.Direction(i.Direction)),
			Aggregation:   aggregationOf(i.Unit),
			AllowsOver100: i.AllowsOver100,
			Note:          given(i.Note),
			Reference:     given(cmp.Or(i.Reference, i.Source)),
			ReportedDone:  i.ReportedDone,
		}
		if i.Parent != "" {
			id := n.id(db.TypeIndicator, i.Plan, i.Parent)
			row.ParentID = &id
		}
		r := n.wanted(db.TypeIndicator, indicatorFields(row), i.Plan, i.Code)
		r.links = []link{
			n.linkTo(indicator.EdgeLegalBases, db.TypeLegalDocument, i.LegalBases),
			{indicator.EdgeSameAs, sameAs[r.id]},
		}
		records = append(records, r)
	}
	return records
}

// aggregationOf says how figures of agencies become one. Ranks and dates of
// agencies do not add up to one of the country.
func aggregationOf(unit bundle.Unit) indicator.Aggregation {
	if unit == bundle.UnitRank || unit == bundle.UnitMilestone {
		return indicator.AggregationNONE
	}
	return indicator.DefaultAggregation
}

// sameMeasures lists the same measures in other plans. The bundle names them on
// one side or on both; ent writes both directions of each link. So a link is
// kept at one of the two: that with the greater key.
func sameMeasures(b *bundle.Bundle, n *names) map[uuid.UUID][]uuid.UUID {
	links := map[uuid.UUID][]uuid.UUID{}
	for _, i := range b.Indicators {
		id := n.id(db.TypeIndicator, i.Plan, i.Code)
		for _, ref := range i.SameAs {
			from, to := id, n.id(db.TypeIndicator, ref.Plan, ref.Code)
			if n.keys[from] < n.keys[to] {
				from, to = to, from
			}
			links[from] = append(links[from], without([]uuid.UUID{to}, links[from])...)
		}
	}
	return links
}

// readIndicators reads the indicators of the bundle's plans, without those that
// agencies added.
func readIndicators(ctx context.Context, client *db.Client, s *state) error {
	rows, err := client.Indicator.Query().
		Where(indicator.OwnerIDIsNil(), indicator.HasPlanWith(entplan.CodeIn(s.plans...))).
		WithLegalBases(onlyDocumentID).
		WithSameAs(func(q *db.IndicatorQuery) { q.Select(indicator.FieldID) }).
		All(ctx)
	for _, i := range rows {
		s.add(db.TypeIndicator, i.ID, indicatorFields(i), s.keys[i.PlanID], i.Code)
	}
	for at, i := range rows {
		var others []uuid.UUID
		for _, other := range i.Edges.SameAs {
			if key, ok := s.keys[other.ID]; ok && key < s.keys[i.ID] {
				others = append(others, other.ID)
			}
		}
		s.rows[db.TypeIndicator][at].links = []link{
			{indicator.EdgeLegalBases, documentIDs(i.Edges.LegalBases)},
			{indicator.EdgeSameAs, others},
		}
	}
	return err
}

func writeIndicators(ctx context.Context, w *writer, steps []step) error {
	c := w.tx.Indicator
	return write(ctx, w, steps, c.Create, c.CreateBulk, c.UpdateOneID, func(m *db.IndicatorMutation, l link) {
		switch l.name {
		case indicator.EdgeLegalBases:
			m.AddLegalBasisIDs(l.ids...)
		case indicator.EdgeSameAs:
			m.AddSameAIDs(l.ids...)
		}
	})
}
