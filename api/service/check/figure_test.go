package check_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/check"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

func TestEveryCheckAtItsEdge(t *testing.T) {
	const growth = "2021-2025/4.21"
	rows := map[string]struct {
		indicator string // 2021-2025/1.1 where empty
		unit      indicator.Unit
		grade     figure.Grade
		value     string
		parts     [2]string // the value is worked out from them where given
		last      string
		noted     bool
		unproved  bool
		want      []string
	}{
		"0 is a percentage":                                {value: "0"},
		"100 is a percentage":                              {value: "100"},
		"a little more than 100 is none":                   {value: "100.0001", want: []string{"PERCENT_RANGE"}},
		"the least above 100 is none":                      {value: "100.000000000001", want: []string{"PERCENT_RANGE"}},
		"less than 0 is none":                              {value: "-0.1", want: []string{"PERCENT_RANGE"}},
		"another unit has no range":                        {unit: indicator.UnitMILESTONE, value: "2000"},
		"a growth rate may fall":                           {indicator: growth, value: "-100"},
		"a growth rate may more than double":               {indicator: growth, value: "1000"},
		"a growth rate cannot fall by more than all":       {indicator: growth, value: "-100.0001", want: []string{"PERCENT_RANGE"}},
		"a growth rate has a bound too":                    {indicator: growth, value: "1000.0001", want: []string{"PERCENT_RANGE"}},
		"another plan's row of the same code is no growth": {indicator: "committee-2023/4.21", value: "101", want: []string{"PERCENT_RANGE"}},
		"a part may be the whole":                          {parts: [2]string{"7", "7"}},
		"a part may not be more than the whole":            {parts: [2]string{"7.01", "7"}, want: []string{"PERCENT_RANGE", "FRACTION_ABOVE_ONE"}},
		"a part may not be more than a large whole":        {parts: [2]string{"1000000000000001", "1000000000000000"}, want: []string{"FRACTION_ABOVE_ONE"}},
		"a growth rate's part may be more than the whole":  {indicator: growth, parts: [2]string{"9", "7"}},
		"other units may have such a fraction":             {unit: indicator.UnitMILESTONE, parts: [2]string{"9", "7"}},
		"a negative part of a whole is out of range":       {parts: [2]string{"-1", "7"}, want: []string{"PERCENT_RANGE"}},
		"a rank is at least 1":                             {unit: indicator.UnitRANK, value: "1"},
		"7 is a rank":                                      {unit: indicator.UnitRANK, value: "7"},
		"7.0 is a rank":                                    {unit: indicator.UnitRANK, value: "7.0"},
		"a rank may be above 100":                          {unit: indicator.UnitRANK, value: "140"},
		"0 is no rank":                                     {unit: indicator.UnitRANK, value: "0", want: []string{"RANK_WHOLE"}},
		"1.5 is no rank":                                   {unit: indicator.UnitRANK, value: "1.5", want: []string{"RANK_WHOLE"}},
		"-1 is no rank":                                    {unit: indicator.UnitRANK, value: "-1", want: []string{"RANK_WHOLE"}},
		"half more than before needs no note":              {value: "60", last: "40"},
		"more than half more needs a note":                 {value: "60.000000000001", last: "40", want: []string{"JUMP_NEEDS_NOTE"}},
		"a note explains it":                               {value: "90", last: "40", noted: true},
		"half of before needs no note":                     {value: "20", last: "40"},
		"less than half needs a note":                      {value: "19.9", last: "40", want: []string{"JUMP_NEEDS_NOTE"}},
		"less than half with a note passes":                {value: "0", last: "40", noted: true},
		"nothing jumps from 0":                             {value: "90", last: "0"},
		"nothing jumps from nothing":                       {value: "90"},
		"a growth rate jumps from below 0":                 {indicator: growth, value: "10", last: "-10", want: []string{"JUMP_NEEDS_NOTE"}},
		"a rank jumps too":                                 {unit: indicator.UnitRANK, value: "3", last: "7", want: []string{"JUMP_NEEDS_NOTE"}},
		"an official figure with a file passes":            {grade: figure.GradeOFFICIAL, value: "5"},
		"an official figure without a file is warned of":   {grade: figure.GradeOFFICIAL, value: "5", unproved: true, want: []string{"OFFICIAL_WITHOUT_EVIDENCE"}},
		"a preliminary figure needs no file":               {value: "5", unproved: true},
		"an estimate needs no file":                        {grade: figure.GradeESTIMATE, value: "5", unproved: true},
		"everything that is wrong is told at once":         {grade: figure.GradeOFFICIAL, parts: [2]string{"9", "7"}, last: "40", unproved: true, want: []string{"PERCENT_RANGE", "FRACTION_ABOVE_ONE", "JUMP_NEEDS_NOTE", "OFFICIAL_WITHOUT_EVIDENCE"}},
	}
	seen := map[string]bool{}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			s := check.Subject{Indicator: "2021-2025/1.1", Unit: indicator.UnitPERCENT, Grade: figure.GradePRELIMINARY, Noted: row.noted, Proved: !row.unproved}
			if row.indicator != "" {
				s.Indicator = row.indicator
			}
			if row.unit != "" {
				s.Unit = row.unit
			}
			if row.grade != "" {
				s.Grade = row.grade
			}
			if row.value != "" {
				s.Value = decimal.RequireFromString(row.value)
			}
			if row.parts[0] != "" {
				n, d := decimal.RequireFromString(row.parts[0]), decimal.RequireFromString(row.parts[1])
				s.Numerator, s.Denominator, s.Value = &n, &d, n.Mul(decimal.NewFromInt(100)).DivRound(d, 12)
			}
			if row.last != "" {
				last := decimal.RequireFromString(row.last)
				s.Last = &last
			}
			var got []string
			for _, f := range check.Figure(s) {
				got = append(got, f.Check)
				seen[f.Check] = true
				assert.NotContains(t, f.Message.Vi+f.Message.En, "{", "a word was not filled in")
				assert.NotEqual(t, f.Message.Vi, f.Message.En)
				assert.Equal(t, f.Severity == change.Warning, check.Waivable(f.Check))
			}
			assert.Equal(t, row.want, got)
		})
	}
	for _, c := range check.All() {
		assert.True(t, seen[c.Code] || c.Code == "NARRATIVE_MISSING", "no row fails %s", c.Code)
	}
}

func TestSentencesNameTheNumbers(t *testing.T) {
	last := decimal.RequireFromString("40")
	found := check.Figure(check.Subject{Indicator: "2021-2025/1.1", Unit: indicator.UnitPERCENT, Value: decimal.RequireFromString("100.5"), Last: &last, Proved: true})
	require.Len(t, found, 2)
	assert.Equal(t, change.Sentence{Vi: "Tỷ lệ 100.5% nằm ngoài khoảng 0 đến 100.", En: "100.5% is not between 0 and 100."}, found[0].Message)
	assert.Equal(t, "100.5 differs by more than 50% from the last figure (40); a note has to say why.", found[1].Message.En)
	n, d := decimal.RequireFromString("9"), decimal.RequireFromString("7")
	found = check.Figure(check.Subject{Indicator: "2021-2025/1.1", Unit: indicator.UnitPERCENT, Numerator: &n, Denominator: &d})
	assert.Equal(t, "Tử số 9 lớn hơn mẫu số 7.", found[0].Message.Vi)
}
