package report_test

import (
	"fmt"
	"testing"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
)

func TestScratch(t *testing.T) {
	d := apitest.SQLite(t)
	apitest.LoadPlan(t, d)
	ctx := apitest.System()
	w := d.Client.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q1")).OnlyX(ctx)
	for _, code := range []string{"lao-cai", "cuc-vt", "cuc-cdsqg"} {
		a := d.Client.Agency.Query().Where(agency.Code(code)).OnlyX(ctx)
		owed, err := service.Owed(ctx, d.Client, a.ID, w)
		fmt.Println("==", code, len(owed), err)
		for _, o := range owed {
			var by []string
			for _, x := range o.Indicator.QueryAssignments().WithAgency().AllX(ctx) {
				by = append(by, string(x.Role)+":"+x.Edges.Agency.Code)
			}
			u := ""
			if o.Indicator.Unit != nil { u = string(*o.Indicator.Unit) }
			fmt.Println(o.Indicator.Edges.Plan.Code, o.Indicator.Code, u, o.Indicator.Direction, by)
		}
	}
	fmt.Println("PROVINCES", d.Client.Agency.Query().Where(agency.KindEQ("PROVINCE")).CountX(ctx), d.Client.Agency.Query().CountX(ctx))
	for _, i := range d.Client.Indicator.Query().WithPlan().WithAssignments(func(q *db.AssignmentQuery){q.WithAgency()}).AllX(ctx) {
		if i.Unit != nil && *i.Unit != "PERCENT" {
			var by []string
			for _, x := range i.Edges.Assignments { by = append(by, string(x.Role)+":"+x.Edges.Agency.Code) }
			fmt.Println(i.Edges.Plan.Code, i.Code, *i.Unit, i.Direction, by)
		}
	}
}
