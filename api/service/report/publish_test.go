package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// isPublic says whether the public sees a figure.
func (d *desk) isPublic(t *testing.T, figure string) bool {
	t.Helper()
	var data struct{ Node *struct{ ID string } }
	d.Get(t, `query($id: ID!) { node(id: $id) { id } }`, input{"id": figure}, &data)
	return data.Node != nil
}

// codeOf is the code of the agency of a report.
func (d *desk) codeOf(t *testing.T, report *submission) string {
	t.Helper()
	of := d.Client.Submission.GetX(system(), key(t, report.ID)).AgencyID
	return d.Client.Agency.Query().Where(agency.ID(of)).OnlyX(system()).Code
}

func TestApprovedFiguresArePublished(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		one, reporter := d.approved(t, "1.1", "1", "1.2", "2")
		two, _ := d.approved(t, "1.1", "1")
		waits, _ := d.submitted(t, "1.1", "1")
		first, second := d.codeOf(t, one), d.codeOf(t, two)
		coordinator := d.As("coordinator")
		for name, row := range map[string]struct {
			in   input
			code string
			path []string
		}{
			"a window that is not there":     {input{"window": "2023-Q9"}, "NOT_FOUND", []string{"window"}},
			"an agency that is not there":    {input{"window": "2023-Q1", "agencies": []string{first, "atlantis"}}, "NOT_FOUND", []string{"agencies", "1"}},
			"a window and an agency at once": {input{"window": "2023-Q9", "agencies": []string{"atlantis"}}, "NOT_FOUND", []string{"window"}},
		} {
			t.Run(name, func(t *testing.T) { d.refuse(t, coordinator, "publishFigures", row.in, row.code, row.path...) })
		}
		for _, as := range []string{"reporter-" + first, "reviewer-cdsqg", "admin", "inspector", "a-stranger"} {
			d.refuse(t, d.As(as), "publishFigures", input{"window": "2023-Q1"}, "NOT_ALLOWED")
		}
		d.refuse(t, d.Server, "publishFigures", input{"window": "2023-Q1"}, "NOT_ALLOWED")

		d.Grant(t, "coordinator-there", viewer.RoleCoordinator, second)
		there := d.As("coordinator-there")
		d.refuse(t, there, "publishFigures", input{"window": "2023-Q1", "agencies": []string{second, first}}, "NOT_FOUND", "agencies", "1")
		assert.False(t, d.isPublic(t, two.inForce("1.1").ID))
		assert.Equal(t, 1, d.make(t, there, "publishFigures", input{"window": "2023-Q1"}).Published, "all in reach, and no more")
		assert.True(t, d.isPublic(t, two.inForce("1.1").ID))
		assert.False(t, d.isPublic(t, one.inForce("1.1").ID))

		assert.Equal(t, 0, d.make(t, coordinator, "publishFigures", input{"window": "2023-Q1", "agencies": []string{second}}, nothing...).Published)
		assert.Equal(t, 2, d.make(t, coordinator, "publishFigures", input{"window": "2023-Q1", "agencies": []string{first, first}}).Published)
		assert.True(t, d.isPublic(t, one.inForce("1.2").ID))
		assert.Equal(t, 0, d.make(t, coordinator, "publishFigures", input{"window": "2023-Q1"}, nothing...).Published, "nothing twice")
		assert.False(t, d.isPublic(t, waits.inForce("1.1").ID), "what waits is not published")
		report := d.read(t, reporter, one.ID)
		assert.Equal(t, one.Version, report.Version)
	})
}

func TestACoordinatorWhoReviewsPublishesAtOnce(t *testing.T) {
	eachDesk(t, func(t *testing.T, d *desk) {
		report, _ := d.submitted(t, "1.1", "1", "1.2", "2")
		in := input{"id": report.ID, "version": report.Version, "publish": true}
		d.refuse(t, d.reviewer(), "approveSubmission", in, "NOT_ALLOWED", "publish")
		d.Grant(t, "both", viewer.RoleReviewer, "cuc-cdsqg")
		d.Grant(t, "both", viewer.RoleCoordinator, "cuc-vt")
		d.refuse(t, d.As("both"), "approveSubmission", in, "NOT_ALLOWED", "publish")
		d.Grant(t, "both", viewer.RoleCoordinator, d.codeOf(t, report))
		in["figures"] = []string{report.inForce("1.1").ID}
		d.make(t, d.As("both"), "approveSubmission", in)
		assert.True(t, d.isPublic(t, report.inForce("1.1").ID))
		assert.False(t, d.isPublic(t, report.inForce("1.2").ID))
	})
}
