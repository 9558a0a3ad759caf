package service_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencymembership"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
)

// owed is one duty as a reader sees it.
type owed struct{ Role, Indicator, Task, Through, InheritedFrom, Scope string }

// duties asks what an agency owes.
func duties(t *testing.T, s *apitest.Server, code string, variables map[string]any) []owed {
	t.Helper()
	type named struct{ Code string }
	var got struct {
		Agency struct {
			Duties []struct {
				Role                                    string
				Indicator, Task, Through, InheritedFrom *named
				Scope                                   *string
			}
		}
	}
	asked := map[string]any{"agency": code}
	for name, value := range variables {
		asked[name] = value
	}
	s.Get(t, `query($agency: String!, $plan: String, $roles: [AssignmentRole!]) {
		agency(code: $agency) { duties(plan: $plan, roles: $roles) {
			role scope indicator { code } task { code } through { code } inheritedFrom { code } } } }`, asked, &got)
	name := func(n *named) string {
		if n == nil {
			return ""
		}
		return n.Code
	}
	var all []owed
	for _, d := range got.Agency.Duties {
		scope := ""
		if d.Scope != nil {
			scope = *d.Scope
		}
		all = append(all, owed{d.Role, name(d.Indicator), name(d.Task), name(d.Through), name(d.InheritedFrom), scope})
	}
	return all
}

// printed is what the documents assign to an agency and its groups.
func printed(t *testing.T, code string) []owed {
	t.Helper()
	b, err := bundle.Embedded()
	require.NoError(t, err)
	through := map[string]string{code: ""}
	for _, m := range b.Memberships {
		if slices.Contains(m.Resolved, code) {
			through[m.Group] = m.Group
		}
	}
	var all []owed
	for _, i := range b.Indicators {
		for _, a := range i.Assignments {
			for _, agency := range a.Agencies {
				if by, ok := through[agency]; ok && i.Kind != "GROUP" {
					all = append(all, owed{Role: string(a.Role), Indicator: i.Code, Through: by, Scope: a.Scopes[agency]})
				}
			}
		}
	}
	for _, task := range b.Tasks {
		for _, a := range task.Assignments {
			for _, agency := range a.Agencies {
				if by, ok := through[agency]; ok {
					all = append(all, owed{Role: string(a.Role), Task: task.Code, Through: by, Scope: a.Scopes[agency]})
				}
			}
		}
	}
	return all
}

func TestAProvinceOwesItsOwnAndWhatItsGroupsOwe(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		got := duties(t, planned(t, d), "lao-cai", nil)
		assert.ElementsMatch(t, printed(t, "lao-cai"), got)
		assert.Contains(t, got, owed{Role: "LEAD", Task: "KH2023/2/t", Scope: "bệnh viện"}, "its own")
		assert.Contains(t, got, owed{Role: "LEAD", Task: "KH2023/2/u"}, "its own")
		assert.Contains(t, got, owed{Role: "IMPLEMENT", Indicator: "1.1", Through: "cac-bo-nganh-dia-phuong"})
		assert.Contains(t, got, owed{Role: "IMPLEMENT", Indicator: "1.5", Through: "cac-bo-nganh-dia-phuong"})
		through := map[string]int{}
		for _, o := range got {
			through[o.Through]++
		}
		assert.Equal(t, 2, through[""])
		assert.Positive(t, through["cac-dia-phuong"])
	})
}

func TestAHeadingHandsItsMeasurerDown(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		got := duties(t, planned(t, d), "cuc-vt", map[string]any{"plan": "2021-2025", "roles": []string{"MEASURE"}})
		assert.Equal(t, []owed{
			{Role: "MEASURE", Indicator: "1.6"},
			{Role: "MEASURE", Indicator: "1.7.1", InheritedFrom: "1.7"},
			{Role: "MEASURE", Indicator: "1.7.2", InheritedFrom: "1.7"},
		}, got)
	})
}

func TestDutiesAreNarrowed(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		all := duties(t, s, "lao-cai", nil)
		for name, test := range map[string]struct {
			variables map[string]any
			keeps     func(owed) bool
		}{
			"to a role":             {map[string]any{"roles": []string{"LEAD"}}, func(o owed) bool { return o.Role == "LEAD" }},
			"to two roles":          {map[string]any{"roles": []string{"LEAD", "COORDINATE"}}, func(o owed) bool { return o.Role == "LEAD" || o.Role == "COORDINATE" }},
			"to no plan there is":   {map[string]any{"plan": "no-such-plan"}, func(owed) bool { return false }},
			"to a plan of measures": {map[string]any{"plan": "2021-2025", "roles": []string{"IMPLEMENT"}}, func(o owed) bool { return o.Role == "IMPLEMENT" }},
		} {
			t.Run(name, func(t *testing.T) {
				var want []owed
				for _, o := range all {
					if test.keeps(o) {
						want = append(want, o)
					}
				}
				assert.Equal(t, want, duties(t, s, "lao-cai", test.variables))
			})
		}
	})
}

func TestWhatHasEndedIsNotOwed(t *testing.T) {
	yesterday := time.Date(2023, 12, 31, 0, 0, 0, 0, time.UTC)
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		ctx := apitest.System()
		before := duties(t, s, "lao-cai", nil)

		d.Client.Assignment.Update().Where(assignment.HasAgencyWith(agency.Code("lao-cai"))).SetValidTo(yesterday).ExecX(ctx)
		d.Client.AgencyMembership.Update().Where(
			agencymembership.HasAgencyWith(agency.Code("cac-dia-phuong")), agencymembership.HasMemberOfWith(agency.Code("lao-cai")),
		).SetValidTo(yesterday).ExecX(ctx)

		var want []owed
		for _, o := range before {
			if o.Through != "" && o.Through != "cac-dia-phuong" {
				want = append(want, o)
			}
		}
		require.Less(t, len(want), len(before))
		assert.Equal(t, want, duties(t, s, "lao-cai", nil))
		assert.Contains(t, duties(t, s, "ha-giang", nil), owed{Role: "IMPLEMENT", Indicator: "3.5.2", Through: "cac-dia-phuong"}, "other members stay")
	})
}

func TestTheTasksOfAnAgency(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		tasks := func(code, arguments string) (int, []string) {
			var got struct {
				Agency struct {
					Tasks struct {
						TotalCount int
						Edges      []struct{ Node struct{ Code string } }
					}
				}
			}
			s.Get(t, `{ agency(code: "`+code+`") { tasks(first: 200`+arguments+`) { totalCount edges { node { code } } } } }`, nil, &got)
			codes := []string{}
			for _, e := range got.Agency.Tasks.Edges {
				codes = append(codes, e.Node.Code)
			}
			return got.Agency.Tasks.TotalCount, codes
		}
		b, err := bundle.Embedded()
		require.NoError(t, err)
		for name, test := range map[string]struct {
			arguments string
			keeps     func(bundle.Task, bundle.Assignment) bool
		}{
			"in any role":         {"", func(bundle.Task, bundle.Assignment) bool { return true }},
			"in the lead":         {", roles: [LEAD]", func(_ bundle.Task, a bundle.Assignment) bool { return a.Role == "LEAD" }},
			"done":                {", status: DONE", func(t bundle.Task, _ bundle.Assignment) bool { return t.Status == bundle.TaskDone }},
			"for an indicator":    {`, indicator: "1.1"`, func(t bundle.Task, _ bundle.Assignment) bool { return serves(t, "1.1") }},
			"of 2023":             {", year: 2023", func(t bundle.Task, _ bundle.Assignment) bool { return scheduled(t, 2023) }},
			"of 2025 in the lead": {", year: 2025, roles: [LEAD]", func(t bundle.Task, a bundle.Assignment) bool { return scheduled(t, 2025) && a.Role == "LEAD" }},
			"of 1999":             {", year: 1999", func(t bundle.Task, _ bundle.Assignment) bool { return scheduled(t, 1999) }},
		} {
			for _, code := range []string{"lao-cai", "cuc-cdsqg"} {
				t.Run(code+" "+name, func(t *testing.T) {
					through := []string{code}
					for _, m := range b.Memberships {
						if slices.Contains(m.Resolved, code) {
							through = append(through, m.Group)
						}
					}
					want := []string{}
					for _, task := range b.Tasks {
						if slices.ContainsFunc(task.Assignments, func(a bundle.Assignment) bool {
							return slices.ContainsFunc(a.Agencies, func(c string) bool { return slices.Contains(through, c) }) && test.keeps(task, a)
						}) {
							want = append(want, task.Code)
						}
					}
					total, got := tasks(code, test.arguments)
					assert.ElementsMatch(t, want, got)
					assert.Equal(t, len(want), total)
				})
			}
		}
	})
}

func serves(t bundle.Task, code string) bool {
	return slices.ContainsFunc(t.Indicators, func(i bundle.Ref) bool { return i.Code == code })
}

// scheduled says whether a year is among those a task is scheduled for.
func scheduled(t bundle.Task, year int) bool {
	s := t.Schedule
	if s == nil {
		return false
	}
	if s.Kind == "ANNUAL" || s.Kind == "ONGOING" {
		return true
	}
	return s.From != 0 && s.From <= year && year <= s.To
}
