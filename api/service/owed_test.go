package service_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencymembership"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
)

// lastDay is the last day that 2023-Q1 covers.
var lastDay = time.Date(2023, 3, 31, 0, 0, 0, 0, time.UTC)

func quarter(t *testing.T, d *apitest.Database) *db.ReportingWindow {
	t.Helper()
	return d.Client.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q1")).OnlyX(apitest.System())
}

// agencyID finds an agency by its code.
func agencyID(d *apitest.Database, code string) uuid.UUID {
	return d.Client.Agency.Query().Where(agency.Code(code)).OnlyIDX(apitest.System())
}

// owes lists the indicators an agency owes in 2023-Q1, and wants as many as
// are counted.
func owes(t *testing.T, d *apitest.Database, code string) []string {
	t.Helper()
	w, id := quarter(t, d), agencyID(d, code)
	owed, err := service.Owed(apitest.System(), d.Client, id, w)
	require.NoError(t, err)
	counts, err := service.OwedCounts(apitest.System(), d.Client, w)
	require.NoError(t, err)
	codes := []string{}
	for _, o := range owed {
		assert.Equal(t, w, o.Window)
		assert.Equal(t, id, o.Agency)
		codes = append(codes, o.Indicator.Code)
	}
	assert.Equal(t, len(codes), counts[id], code)
	return codes
}

func TestWhatIsOwedIsInForceOnTheLastDayOfTheWindow(t *testing.T) {
	tests := map[string]struct {
		from, to *time.Time
		want     bool
	}{
		"always":                             {nil, nil, true},
		"from the last day":                  {days(0), nil, true},
		"from the day after":                 {days(1), nil, false},
		"until the last day":                 {nil, days(0), true},
		"until the day before":               {nil, days(-1), false},
		"ended since":                        {nil, days(200), true},
		"a span that holds it":               {days(-10), days(10), true},
		"on that day alone":                  {days(0), days(0), true},
		"a span within the window before it": {days(-20), days(-10), false},
	}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		require.Contains(t, owes(t, d, "lao-cai"), "1.1", "through its group")
		require.NotContains(t, owes(t, d, "vnpt"), "1.1")
		c, ctx := d.Client, apitest.System()
		measure := c.Indicator.Query().Where(indicator.Code("1.1")).FirstIDX(ctx)
		own := c.Assignment.Create().SetAgencyID(agencyID(d, "vnpt")).SetIndicatorID(measure).SetRole(assignment.RoleIMPLEMENT).SaveX(ctx)
		member := c.AgencyMembership.Query().Where(
			agencymembership.HasAgencyWith(agency.Code("cac-bo-nganh-dia-phuong")), agencymembership.HasMemberOfWith(agency.Code("lao-cai"))).OnlyX(ctx)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				c.Assignment.UpdateOne(own).ClearValidFrom().ClearValidTo().ExecX(ctx)
				c.AgencyMembership.UpdateOne(member).ClearValidFrom().ClearValidTo().ExecX(ctx)
				c.Assignment.UpdateOne(own).SetNillableValidFrom(test.from).SetNillableValidTo(test.to).ExecX(ctx)
				c.AgencyMembership.UpdateOne(member).SetNillableValidFrom(test.from).SetNillableValidTo(test.to).ExecX(ctx)
				assert.Equal(t, test.want, contains(owes(t, d, "vnpt"), "1.1"), "an assignment of its own")
				assert.Equal(t, test.want, contains(owes(t, d, "lao-cai"), "1.1"), "an assignment of its group")
			})
		}
	})
}

func days(n int) *time.Time {
	day := lastDay.AddDate(0, 0, n)
	return &day
}

func contains(codes []string, code string) bool {
	for _, c := range codes {
		if c == code {
			return true
		}
	}
	return false
}

func TestWhoOwesNothing(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		set := func(code string, change func(*db.AgencyUpdateOne) *db.AgencyUpdateOne) {
			change(d.Client.Agency.UpdateOneID(agencyID(d, code))).ExecX(ctx)
		}
		require.NotEmpty(t, owes(t, d, "lao-cai"))
		assert.Empty(t, owes(t, d, "cac-bo-nganh-dia-phuong"), "a group: its members do")

		set("lao-cai", func(u *db.AgencyUpdateOne) *db.AgencyUpdateOne { return u.SetActiveTo(*days(-1)) })
		assert.Empty(t, owes(t, d, "lao-cai"), "it ended before the last day")
		set("lao-cai", func(u *db.AgencyUpdateOne) *db.AgencyUpdateOne { return u.SetActiveTo(*days(0)) })
		assert.NotEmpty(t, owes(t, d, "lao-cai"), "it ended on the last day")

		set("ha-giang", func(u *db.AgencyUpdateOne) *db.AgencyUpdateOne { return u.SetActiveFrom(*days(1)) })
		assert.Empty(t, owes(t, d, "ha-giang"), "it began after the last day")
	})
}

func TestAnIndicatorIsOwedOnce(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		for _, code := range []string{"lao-cai", "cuc-cdsqg", "cuc-vt"} {
			seen := map[string]int{}
			for _, indicator := range owes(t, d, code) {
				seen[indicator]++
				assert.Equal(t, 1, seen[indicator], "%s owes %s", code, indicator)
			}
			assert.NotEmpty(t, seen, code)
		}
		assert.Contains(t, owes(t, d, "cuc-vt"), "1.7.1", "a heading hands it down")
		assert.NotContains(t, owes(t, d, "cuc-vt"), "1.7", "a heading is no figure")
	})
}

func TestCountsAreWhatIsListed(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		ctx, c := apitest.System(), d.Client
		random := rand.New(rand.NewPCG(1, 2))
		agencies := c.Agency.Query().Order(agency.ByCode()).AllX(ctx)
		someDay := func() *time.Time {
			if random.IntN(2) == 0 {
				return nil
			}
			return days(random.IntN(400) - 200)
		}
		// Groups of groups, terms that begin and end, headings handed down or not.
		for range 60 {
			group, member := agencies[random.IntN(len(agencies))], agencies[random.IntN(len(agencies))]
			if group.Kind == agency.KindGROUP && group != member {
				// A pair is a member once: what is there already stays.
				_, _ = c.AgencyMembership.Create().SetAgency(group).SetMemberOf(member).SetNillableValidFrom(someDay()).Save(ctx)
			}
		}
		for n, a := range c.Assignment.Query().Where(assignment.IndicatorIDNotNil()).Order(assignment.ByID()).AllX(ctx) {
			if n%3 == 0 {
				c.Assignment.UpdateOne(a).SetNillableValidTo(someDay()).ExecX(ctx)
			}
		}
		for n, i := range c.Indicator.Query().Where(indicator.KindEQ(indicator.KindGROUP)).Order(indicator.ByCode()).AllX(ctx) {
			c.Assignment.Create().SetAgency(agencies[n*7%len(agencies)]).SetIndicator(i).SetRole(assignment.RoleIMPLEMENT).SetNillableValidFrom(someDay()).ExecX(ctx)
		}
		for _, code := range []string{"2022-Q4", "2023-Q1", "2023-Q3"} {
			w := c.ReportingWindow.Query().Where(reportingwindow.Code(code)).OnlyX(ctx)
			counts, err := service.OwedCounts(ctx, c, w)
			require.NoError(t, err)
			total := 0
			for _, a := range agencies {
				owed, err := service.Owed(ctx, c, a.ID, w)
				require.NoError(t, err)
				assert.Equal(t, len(owed), counts[a.ID], "%s in %s", a.Code, code)
				total += len(owed)
			}
			assert.Greater(t, total, 100, code)
		}
	})
}

func TestCountingTakesAsManyStatementsForManyAgencies(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		w := quarter(t, d)
		count := func() (int, int) {
			d.Statements().Reset()
			counts, err := service.OwedCounts(apitest.System(), d.Client, w)
			require.NoError(t, err)
			return len(d.Statements().All()), len(counts)
		}
		statements, owing := count()
		group := agencyID(d, "cac-dia-phuong")
		for n := range 50 {
			a := d.Client.Agency.Create().SetCode(fmt.Sprintf("x-%d", n)).SetName("Xã").SetKind(agency.KindUNIT).SaveX(apitest.System())
			d.Client.AgencyMembership.Create().SetAgencyID(group).SetMemberOf(a).ExecX(apitest.System())
		}
		again, more := count()
		assert.Equal(t, statements, again)
		assert.Equal(t, owing+50, more)
	})
}
