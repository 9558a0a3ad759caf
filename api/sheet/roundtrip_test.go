package sheet_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/sheet"
)

func TestAFormComesBackAsItWasWritten(t *testing.T) {
	filled, found := understood(t, written(t, form()))
	assert.Empty(t, found)
	assert.Equal(t, stamp(), filled.Stamp)
	require.Len(t, filled.Cells, 4)
	assert.Equal(t, sheet.FilledCell{Indicator: "1.1", Position: "H12"}, filled.Cells[0])
	got := filled.Cells[1]
	assert.Equal(t, "86.97", got.Value.String())
	got.Value = nil
	assert.Equal(t, sheet.FilledCell{Indicator: "4.4", Position: "H14", Grade: "ESTIMATE", Source: "MEASURED", Note: "- ước tính"}, got)
	assert.Equal(t, "9800/10600", filled.Cells[2].Numerator.String()+"/"+filled.Cells[2].Denominator.String())
	assert.Equal(t, "DOCUMENT", filled.Cells[3].Source)
	assert.Equal(t, []sheet.FilledNarrative{
		{Kind: "TREND", Position: "B6", Body: "- Xu hướng tăng\n- Ổn định"},
		{Kind: "DIFFICULTY", Position: "B8"},
		{Kind: "PROPOSAL", Position: "B10", Body: "=Đề xuất"},
	}, filled.Narratives)
}

// Any form that can be written comes back with the same cells, nothing changed
// and nothing to report.
func TestAnyFormComesBackAsItWasWritten(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			f := randomForm(rand.New(rand.NewPCG(seed, 1)))
			filled, found := understood(t, written(t, f))
			assert.Empty(t, found)
			assert.Equal(t, f.Stamp, filled.Stamp)
			i := 0
			for _, row := range f.Rows {
				if row.Heading {
					continue
				}
				require.Greater(t, len(filled.Cells), i)
				got, want := filled.Cells[i], row.Current
				i++
				assert.Equal(t, row.Code, got.Indicator)
				assert.Equal(t, text(want.Value), text(got.Value), row.Code)
				assert.Equal(t, text(want.Numerator), text(got.Numerator), row.Code)
				assert.Equal(t, text(want.Denominator), text(got.Denominator), row.Code)
				assert.Equal(t, []string{want.Grade, want.Source, want.Note}, []string{got.Grade, got.Source, got.Note}, row.Code)
				assert.False(t, got.Changed || got.Faulty, row.Code)
			}
			assert.Len(t, filled.Cells, i)
			require.Len(t, filled.Narratives, len(f.Narratives))
			for i, n := range f.Narratives {
				assert.Equal(t, n.Body, filled.Narratives[i].Body)
				assert.False(t, filled.Narratives[i].Changed)
			}
		})
	}
}

func text(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func randomForm(r *rand.Rand) sheet.Form {
	f := form()
	f.Rows, f.Narratives = nil, nil
	for i := range r.IntN(40) {
		row := sheet.Row{
			Code: fmt.Sprintf("%d.%d", i, r.IntN(30)), Name: randomText(r), Heading: r.IntN(6) == 0,
			Unit: pick(r, "PERCENT", "COUNT", "RANK", "MILESTONE", "km"), PlanText: pick(r, "", "-", "Top 50", randomText(r)),
			Plan: randomNumber(r), Previous: randomNumber(r),
			PreviousGrade: pick(r, "", "ESTIMATE", "PRELIMINARY", "OFFICIAL"), PreviousWindow: pick(r, "", "2022-Q4"),
		}
		row.Current = sheet.Cell{
			Source: pick(r, "", "DECLARED", "MEASURED", "STATISTICS_OFFICE", "DOCUMENT"), Note: randomText(r),
			Prefilled: r.IntN(2) == 0, Locked: r.IntN(4) == 0, Grade: pick(r, "ESTIMATE", "PRELIMINARY", "OFFICIAL"),
		}
		switch r.IntN(3) {
		case 0:
			row.Current.Value = randomNumber(r)
		case 1:
			row.Current.Numerator, row.Current.Denominator = randomNumber(r), randomNumber(r)
			if row.Current.Denominator == nil || row.Current.Denominator.IsZero() || row.Current.Numerator == nil {
				row.Current.Numerator, row.Current.Denominator = dec("0"), dec("7")
			}
		}
		f.Rows = append(f.Rows, row)
	}
	for _, kind := range []string{"TREND", "DIFFICULTY", "PROPOSAL"} {
		if r.IntN(3) > 0 {
			f.Narratives = append(f.Narratives, sheet.Narrative{Kind: kind, Body: randomText(r)})
		}
	}
	return f
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

// randomNumber has up to 18 digits before the point and 12 after it.
func randomNumber(r *rand.Rand) *decimal.Decimal {
	if r.IntN(5) == 0 {
		return nil
	}
	digits := []int64{1, 100, 10_000, 1e9, 1e15, 1e17}[r.IntN(6)]
	d := decimal.New(r.Int64N(2*digits+1)-digits, int32(-r.IntN(13)))
	return &d
}

// randomText is made of what people and attackers write.
func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(6) {
		b.WriteString(pick(r, "=1+1", "+84", "- Tỷ lệ", "@x", " số liệu ", "\n", "\t", "<b>&amp;</b>", `"a","b"`, "_x000D_", "_x005F_", "_x", "_x000D_x000A_", "\a", "\uFFFE", "\x1b", "đường", "😀", "86,97", "'", "%", "]]>"))
	}
	return strings.TrimSpace(b.String())
}
