package service

import (
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/rollupsum"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// RollUpSums writes the statement of what the figures of a plan's indicators
// in the windows of a year sum up to, as a viewer sees them now, on PostgreSQL:
// a row for every slot that has figures, with its indicator_id and window_id,
// and the count, total and met of its figures. What is published has sums
// already, for everybody the same; what is approved and not published, usually
// of the open window alone, is summed from the figures that the viewer sees.
func RollUpSums(v viewer.Viewer, planCode string, year int, kind *agency.Kind) *sql.Selector {
	d := sql.Dialect(dialect.Postgres)
	kept := d.Table(rollupsum.Table).As("kept")
	sums := d.Select(kept.C(rollupsum.FieldIndicatorID), kept.C(rollupsum.FieldWindowID),
		kept.C(rollupsum.FieldCount), kept.C(rollupsum.FieldTotal), kept.C(rollupsum.FieldMet)).From(kept).
		Where(sql.And(ofPlan(kept.C(rollupsum.FieldIndicatorID), planCode), inYear(kept.C(rollupsum.FieldWindowID), year)))
	if kind != nil {
		sums.Where(sql.EQ(kept.C(rollupsum.FieldAgencyKind), *kind))
	}
	sums.UnionAll(unpublishedSums(v, planCode, year, kind))
	all := d.Select(rollupsum.FieldIndicatorID, rollupsum.FieldWindowID).From(sums.As("sums"))
	for _, of := range []string{rollupsum.FieldCount, rollupsum.FieldMet} {
		all.AppendSelectExprAs(sql.Expr("CAST(SUM("+of+") AS bigint)"), of)
	}
	all.AppendSelectExprAs(sql.Expr("SUM("+rollupsum.FieldTotal+")"), rollupsum.FieldTotal)
	return all.GroupBy(rollupsum.FieldIndicatorID, rollupsum.FieldWindowID).
		Having(sql.ExprP("SUM(" + rollupsum.FieldCount + ") > 0"))
}

// ofPlan says that a column holds an indicator of a plan.
func ofPlan(column, code string) *sql.Predicate {
	d := sql.Dialect(dialect.Postgres)
	measures, plans := d.Table(indicator.Table).As("measures"), d.Table(plan.Table).As("plans")
	return sql.In(column, d.Select(measures.C(indicator.FieldID)).From(measures).
		Join(plans).On(plans.C(plan.FieldID), measures.C(indicator.FieldPlanID)).
		Where(sql.And(sql.EQ(plans.C(plan.FieldCode), code), sql.EQ(measures.C(indicator.FieldKind), indicator.KindINDICATOR))))
}

// inYear says that a column holds a window of a year.
func inYear(column string, year int) *sql.Predicate {
	d := sql.Dialect(dialect.Postgres)
	windows := d.Table(reportingwindow.Table).As("windows")
	return sql.In(column, d.Select(windows.C(reportingwindow.FieldID)).From(windows).Where(sql.EQ(windows.C(reportingwindow.FieldYear), year)))
}

// unpublishedSums sums the approved figures in force that are not published and
// that a viewer sees, by slot.
func unpublishedSums(v viewer.Viewer, planCode string, year int, kind *agency.Kind) *sql.Selector {
	d := sql.Dialect(dialect.Postgres)
	f, of := unpublished(v, year), d.Table(indicator.Table).As("of")
	s := d.Select(f.C(figure.FieldIndicatorID), f.C(figure.FieldWindowID)).From(f)
	s.Join(of).On(of.C(indicator.FieldID), f.C(figure.FieldIndicatorID))
	goals := func(name string, kind target.Kind) *sql.SelectTable {
		t := d.Table(target.Table).As(name)
		s.LeftJoin(t).OnP(sql.And(sql.ColumnsEQ(t.C(target.FieldIndicatorID), f.C(figure.FieldIndicatorID)), sql.EQ(t.C(target.FieldYear), year),
			sql.EQ(t.C(target.FieldKind), kind), sql.IsNull(t.C(target.FieldSupersededAt)), sql.NotNull(t.C(target.FieldValue))))
		return t
	}
	aim, planned := goals("aim", target.KindGOAL), goals("planned", target.KindPLAN)
	either := func(column string) string { return "COALESCE(" + aim.C(column) + ", " + planned.C(column) + ")" }
	value := valueOf(s, of)
	s.AppendSelectExprAs(sql.Expr("COUNT(*)"), rollupsum.FieldCount)
	s.AppendSelectExprAs(sql.Expr("SUM("+value+")"), rollupsum.FieldTotal)
	s.AppendSelectExprAs(sql.Expr("COUNT(*) FILTER (WHERE "+
		meets(value, either(target.FieldComparator), either(target.FieldValue), of.C(indicator.FieldDirection))+")"), rollupsum.FieldMet)
	s.Where(ofPlan(f.C(figure.FieldIndicatorID), planCode))
	if kind != nil {
		bodies := d.Table(agency.Table).As("bodies")
		s.Join(bodies).On(bodies.C(agency.FieldID), f.C(figure.FieldAgencyID))
		s.Where(sql.EQ(bodies.C(agency.FieldKind), *kind))
	}
	return s.GroupBy(f.C(figure.FieldIndicatorID), f.C(figure.FieldWindowID))
}

// unpublished selects the approved figures in force that are not published and
// that a viewer sees, of a year's windows. They are few but for the weeks before
// publication, which PostgreSQL does not know: it takes them by themselves, window
// by window, and not once for each indicator.
func unpublished(v viewer.Viewer, year int) *sql.Selector {
	d := sql.Dialect(dialect.Postgres)
	f := d.Table(figure.Table)
	s := d.Select().From(f)
	s.Where(sql.And(sql.NotNull(f.C(figure.FieldApprovedAt)), sql.IsNull(f.C(figure.FieldSupersededAt)),
		sql.IsNull(f.C(figure.FieldPublishedAt)), sql.NotNull(f.C(figure.FieldWindowID)), inYear(f.C(figure.FieldWindowID), year)))
	if seen := rule.UnpublishedFigures(v, s); seen != nil {
		s.Where(seen)
	}
	return s.Offset(0).As(figure.Table)
}
