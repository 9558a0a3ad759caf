package bundle_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

func embedded(t *testing.T) *bundle.Bundle {
	t.Helper()
	b, err := bundle.Embedded()
	require.NoError(t, err)
	require.Empty(t, b.Check())
	return b
}

func TestTheEmbeddedBundleHoldsEveryRowOfTheDocuments(t *testing.T) {
	b := embedded(t)
	require.Len(t, b.Agencies, 178)
	require.Len(t, b.Memberships, 35)
	require.Len(t, b.Plans, 3)
	require.Len(t, b.ReportingWindows, 20)

	rows := map[string]int{}
	for _, indicator := range b.Indicators {
		rows[indicator.Plan+" "+string(indicator.Kind)]++
	}
	require.Equal(t, map[string]int{
		"2021-2025 GROUP": 7, "2021-2025 INDICATOR": 55,
		"committee-2023 GROUP": 6, "committee-2023 INDICATOR": 42,
		"committee-2022 INDICATOR": 11,
	}, rows)

	tasks := map[string]int{}
	for _, task := range b.Tasks {
		tasks[task.Plan+" "+regexp.MustCompile(`^(749/02|942/03|942/A|K[HQ]\d+)`).FindString(task.Code)]++
	}
	require.Equal(t, map[string]int{
		"2021-2025 749/02": 50, "2021-2025 942/03": 75, "2021-2025 942/A": 90,
		"committee-2023 KH2023": 44, "committee-2022 KQ2022": 10,
	}, tasks)
}

func TestTheTargetsOf2021To2025Are181ValuesAnd39Dashes(t *testing.T) {
	values, dashes := 0, 0
	for _, indicator := range embedded(t).Indicators {
		if indicator.Plan != "2021-2025" {
			continue
		}
		for _, target := range indicator.Targets {
			if target.Text == "-" {
				require.Nil(t, target.Value)
				dashes++
			} else {
				require.NotNil(t, target.Value)
				values++
			}
		}
	}
	require.Equal(t, 181, values)
	require.Equal(t, 39, dashes)
}

func TestEveryPrintedTextOfTheEmbeddedBundleParsesToItsValue(t *testing.T) {
	for _, indicator := range embedded(t).Indicators {
		for _, target := range indicator.Targets {
			printed, ok := bundle.ParsePrinted(target.Text, indicator.Unit)
			require.True(t, ok, target.Pos)
			require.Equal(t, target.Comparator, printed.Comparator, target.Pos)
			require.Equal(t, target.Value == nil, printed.Value == nil, target.Pos)
			if target.Value != nil {
				require.True(t, target.Value.Equal(*printed.Value), target.Pos)
			}
			require.Equal(t, target.DueOn, printed.Due, target.Pos)
		}
	}
}

func TestTheCommitteeAssigns71TasksToProvinces(t *testing.T) {
	b := embedded(t)
	provinces := map[string]bool{}
	for _, agency := range b.Agencies {
		if agency.Kind == bundle.AgencyKindProvince {
			provinces[agency.Code] = true
		}
	}
	require.Len(t, provinces, 63)
	count, scopes := 0, map[string]string{}
	for _, task := range b.Tasks {
		for _, assignment := range task.Assignments {
			for _, code := range assignment.Agencies {
				if task.Plan == "committee-2023" && provinces[code] {
					count++
				}
			}
			for code, scope := range assignment.Scopes {
				scopes[code] = scope
			}
		}
	}
	require.Equal(t, 71, count)
	require.Equal(t, map[string]string{"lao-cai": "bệnh viện", "nam-dinh": "trường học"}, scopes)
}

func TestTheFiguresKeepBothDocuments(t *testing.T) {
	figures := map[string]bundle.Figure{}
	plans := map[string]int{}
	for _, figure := range embedded(t).Figures {
		plans[figure.Indicator.Plan]++
		figures[figure.Indicator.Code] = figure
	}
	require.Equal(t, map[string]int{"2021-2025": 26, "committee-2022": 11}, plans)
	require.Equal(t, "30.14", figures["1.5"].Value.String())
	require.Equal(t, "80", figures["KQ2022/a/4"].Value.String())
	require.Equal(t, "86.97", figures["1.9"].Value.String())
	require.Equal(t, "cuc-vt", figures["1.7.1"].Agency, "the measuring unit stands in the heading")
	require.Equal(t, bundle.GradeEstimate, figures["4.19"].Grade)
	require.Equal(t, bundle.GradePreliminary, figures["KQ2022/a/3"].Grade)
	require.Equal(t, bundle.GradeOfficial, figures["KQ2022/a/4"].Grade)
	require.Equal(t, "2023-02-25", figures["KQ2022/a/4"].RecordedOn.String())
}

func TestTasksAreDoneWhereTheDocumentsSaySo(t *testing.T) {
	var done []string
	for _, task := range embedded(t).Tasks {
		if task.Status == bundle.TaskDone {
			done = append(done, task.Code)
		}
	}
	require.ElementsMatch(t, []string{
		"749/02/15", "749/02/33", "749/02/35", "942/03/23",
		"KQ2022/b/1", "KQ2022/b/2", "KQ2022/b/3", "KQ2022/b/4", "KQ2022/b/5", "KQ2022/b/6",
	}, done)
}

func TestGroupsReachTheirMembers(t *testing.T) {
	members := map[string][]string{}
	for _, membership := range embedded(t).Memberships {
		members[membership.Group] = membership.Resolved
	}
	require.Len(t, members, 35)
	require.Len(t, members["cac-bo-nganh-dia-phuong"], 34+63)
	require.Len(t, members["cac-dia-phuong"], 63)
	require.Contains(t, members["cac-don-vi-thuoc-bo"], "cuc-cdsqg")
	require.NotContains(t, members["cac-don-vi-thuoc-bo"], "tong-cuc-thue")
	require.Equal(t, []string{"viettel", "vnpt", "mobifone"}, members["dn-vien-thong"])
	require.Empty(t, members["hoi-hiep-hoi"])
}

func TestTheWindowsFollowOneAnother(t *testing.T) {
	windows := embedded(t).ReportingWindows
	first := windows[4]
	require.Equal(t, "2023-Q1", first.Code)
	require.Equal(t, "2022-12-01", first.CoversFrom.String())
	require.Equal(t, "2023-04-02T23:59:59.999+07:00", first.DueAt.Format(time.RFC3339Nano))
	for i := 1; i < len(windows); i++ {
		require.Equal(t, time.Millisecond, windows[i].OpensAt.Sub(windows[i-1].LocksAt), windows[i].Code)
	}
	for _, window := range windows {
		if window.Quarter == 2 {
			require.Equal(t, []bundle.NarrativeKind{bundle.NarrativeTrend, bundle.NarrativeProposal}, window.RequiredNarratives)
		}
	}
}

func TestEveryRowCitesItsPlace(t *testing.T) {
	b := embedded(t)
	for _, indicator := range b.Indicators {
		require.NotEmpty(t, indicator.Source, indicator.Pos)
		require.False(t, strings.Contains(indicator.Source, ".txt"), indicator.Pos)
	}
	for _, task := range b.Tasks {
		require.NotEmpty(t, task.Source, task.Pos)
	}
}
