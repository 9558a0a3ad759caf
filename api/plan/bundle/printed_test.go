package bundle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

func TestParsePrintedReadsSharesAndRanks(t *testing.T) {
	cases := map[string]struct {
		text       string
		unit       bundle.Unit
		comparator bundle.Comparator
		value      string
	}{
		"a whole share":                  {"98%", bundle.UnitPercent, bundle.ComparatorEQ, "98"},
		"a decimal point":                {"30.14%", bundle.UnitPercent, bundle.ComparatorEQ, "30.14"},
		"a decimal comma":                {"86,97%", bundle.UnitPercent, bundle.ComparatorEQ, "86.97"},
		"at least":                       {"≥ 80%", bundle.UnitPercent, bundle.ComparatorGTE, "80"},
		"more than, with a space":        {"> 80%", bundle.UnitPercent, bundle.ComparatorGT, "80"},
		"more than, without a space":     {">50%", bundle.UnitPercent, bundle.ComparatorGT, "50"},
		"more than, in words":            {"Trên 8,5%", bundle.UnitPercent, bundle.ComparatorGT, "8.5"},
		"more than, in decomposed words": {"Tre\u0302n 8,5%", bundle.UnitPercent, bundle.ComparatorGT, "8.5"},
		"at most":                        {"≤ 5%", bundle.UnitPercent, bundle.ComparatorLTE, "5"},
		"less than, in words":            {"dưới 10 %", bundle.UnitPercent, bundle.ComparatorLT, "10"},
		"at least, in words":             {"Tối thiểu 20%", bundle.UnitPercent, bundle.ComparatorGTE, "20"},
		"at least, behind the share":     {"80% trở lên", bundle.UnitPercent, bundle.ComparatorGTE, "80"},
		"a share of something":           {"100% các bộ ngành, địa phương", bundle.UnitPercent, bundle.ComparatorEQ, "100"},
		"the top of a ranking":           {"Top 50", bundle.UnitRank, bundle.ComparatorTOP, "50"},
		"a rank":                         {"86", bundle.UnitRank, bundle.ComparatorEQ, "86"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			printed, ok := bundle.ParsePrinted(test.text, test.unit)
			require.True(t, ok)
			require.Equal(t, test.comparator, printed.Comparator)
			require.Equal(t, test.value, printed.Value.String())
			require.Nil(t, printed.Due)
		})
	}
}

func TestParsePrintedReadsMilestones(t *testing.T) {
	cases := map[string]struct {
		text    string
		due     string
		quarter int
	}{
		"a quarter":                   {"Quý I/2023", "2023-03-31", 1},
		"a month":                     {"Tháng 12/2023", "2023-12-31", 0},
		"the February of a leap year": {"Tháng 2/2024", "2024-02-29", 0},
		"a quarter behind words":      {"Hoàn thành thử nghiệm Quý I/2023", "2023-03-31", 1},
		"a quarter with its year":     {"Quý IV năm 2021", "2021-12-31", 4},
		"a month with its year":       {"đến tháng 6 năm 2023", "2023-06-30", 0},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			printed, ok := bundle.ParsePrinted(test.text, bundle.UnitMilestone)
			require.True(t, ok)
			require.Equal(t, test.due, printed.Due.String())
			require.Equal(t, test.quarter, printed.Quarter)
			require.Nil(t, printed.Value)
		})
	}
}

func TestParsePrintedReadsADashAsNothingInEveryUnit(t *testing.T) {
	for _, unit := range []bundle.Unit{bundle.UnitPercent, bundle.UnitRank, bundle.UnitMilestone} {
		printed, ok := bundle.ParsePrinted("-", unit)
		require.True(t, ok)
		require.Equal(t, bundle.Printed{}, printed)
	}
}

func TestParsePrintedRefusesWhatItDoesNotUnderstand(t *testing.T) {
	cases := map[string]struct {
		text string
		unit bundle.Unit
	}{
		"nothing":                   {"", bundle.UnitPercent},
		"a share without its sign":  {"98", bundle.UnitPercent},
		"a span of shares":          {"50% - 60%", bundle.UnitPercent},
		"a share with more numbers": {"100% của 63 tỉnh", bundle.UnitPercent},
		"two decimal marks":         {"1.234,5%", bundle.UnitPercent},
		"a sign of its own":         {"~ 50%", bundle.UnitPercent},
		"a rank that is not whole":  {"50,5", bundle.UnitRank},
		"a rank in percent":         {"50%", bundle.UnitRank},
		"two months":                {"Tháng 3/2023, tháng 6/2023", bundle.UnitMilestone},
		"a thirteenth month":        {"Tháng 13/2023", bundle.UnitMilestone},
		"a fifth quarter":           {"Quý V/2023", bundle.UnitMilestone},
		"a milestone without time":  {"Hoàn thành", bundle.UnitMilestone},
		"no unit":                   {"98%", ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			_, ok := bundle.ParsePrinted(test.text, test.unit)
			require.False(t, ok)
		})
	}
}
