package report

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

// headings returns what stands above an indicator and was not printed yet, from
// the top: the plan where there are several, and its groups.
func (s *Service) headings(ctx context.Context, owed []*db.Indicator) (func(*db.Indicator) []workbook.Row, error) {
	plans := map[uuid.UUID]*db.Plan{}
	for _, i := range owed {
		plans[i.PlanID] = i.Edges.Plan
	}
	ids := make([]uuid.UUID, 0, len(plans))
	for id := range plans {
		ids = append(ids, id)
	}
	groups, err := s.Client.Indicator.Query().Where(indicator.PlanIDIn(ids...), indicator.KindEQ(indicator.KindGROUP)).All(ctx)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*db.Indicator, len(groups))
	for _, g := range groups {
		byID[g.ID] = g
	}
	printed := map[uuid.UUID]bool{}
	return func(i *db.Indicator) (rows []workbook.Row) {
		for up := i.ParentID; up != nil && byID[*up] != nil && !printed[*up]; up = byID[*up].ParentID {
			printed[*up] = true
			rows = append([]workbook.Row{{Heading: true, Code: byID[*up].Code, Name: byID[*up].Name}}, rows...)
		}
		if len(plans) > 1 && !printed[i.PlanID] {
			printed[i.PlanID] = true
			rows = append([]workbook.Row{{Heading: true, Name: i.Edges.Plan.Name}}, rows...)
		}
		return rows
	}, nil
}

// windowTitle names a window as documents do.
func windowTitle(w *db.ReportingWindow) string {
	return fmt.Sprintf("Quý %s năm %d", []string{"I", "II", "III", "IV"}[w.Quarter-1], w.Year)
}

// planNames are the plans of some indicators, once each.
func planNames(owed []*db.Indicator) string {
	var names []string
	seen := map[uuid.UUID]bool{}
	for _, i := range owed {
		if !seen[i.PlanID] {
			seen[i.PlanID], names = true, append(names, i.Edges.Plan.Name)
		}
	}
	return strings.Join(names, "; ")
}
