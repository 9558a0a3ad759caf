package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/check"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
)

func TestRequiredTextsHaveToBeThere(t *testing.T) {
	rows := map[string]struct {
		required []string
		there    []narrative.Kind
		want     int
	}{
		"nothing is required":                {nil, nil, 0},
		"what is required is there":          {[]string{"TREND", "PROPOSAL"}, []narrative.Kind{"TREND", "PROPOSAL"}, 0},
		"more than is required is there":     {[]string{"TREND"}, []narrative.Kind{"TREND", "DIFFICULTY"}, 0},
		"one of two is missing":              {[]string{"TREND", "PROPOSAL"}, []narrative.Kind{"TREND"}, 1},
		"both are missing":                   {[]string{"TREND", "PROPOSAL"}, nil, 2},
		"another kind does not stand for it": {[]string{"TREND"}, []narrative.Kind{"DIFFICULTY"}, 1},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			there := map[narrative.Kind]bool{}
			for _, kind := range row.there {
				there[kind] = true
			}
			found := check.Narratives(row.required, there)
			assert.Len(t, found, row.want)
			for _, f := range found {
				assert.Equal(t, "NARRATIVE_MISSING", f.Check)
				assert.Equal(t, change.Error, f.Severity)
				assert.NotContains(t, f.Message.Vi, "{")
			}
		})
	}
}

func TestOnlyWarningsMayBeWaived(t *testing.T) {
	want := map[string]bool{"OFFICIAL_WITHOUT_EVIDENCE": true}
	for _, c := range check.All() {
		assert.Equal(t, want[c.Code], check.Waivable(c.Code), c.Code)
	}
	assert.False(t, check.Waivable("NO_SUCH_CHECK"))
	assert.False(t, check.Waivable(""))
}

func TestTheListCannotBeChangedFromOutside(t *testing.T) {
	check.All()[0].Code = "CHANGED"
	assert.NotEqual(t, "CHANGED", check.All()[0].Code)
}
