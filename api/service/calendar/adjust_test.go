package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

var adjusting = input{"window": "2023-Q1", "dueAt": "2023-04-10T23:59:59.999+07:00", "graceUntil": "2023-04-12T23:59:59.999+07:00", "reason": "Bão số 1"}

func TestNewDatesForEverybody(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		before := s.Clock.Now()
		s.Clock.Advance(time.Minute)
		p := made(t, s.As("coordinator"), "adjustWindow", adjusting.with("legalDocument", "942/QĐ-TTg").with("section", "II.2"))
		assert.Equal(t, "2023-04-10T16:59:59.999Z", p.Window.DueAt)
		assert.Equal(t, "2023-04-12T16:59:59.999Z", p.Window.GraceUntil)
		assert.Equal(t, lock, p.Window.LocksAt, "as it was")
		assert.Equal(t, "ADJUST", p.Change.Kind)
		assert.Equal(t, "Bão số 1", p.Change.Reason)
		assert.Equal(t, "2023-04-10T16:59:59.999Z", *p.Change.DueAt)
		assert.Nil(t, p.Change.LocksAt, "it stays")
		assert.Empty(t, p.Change.Agencies)
		assert.Equal(t, "942/QĐ-TTg", p.Change.LegalDocument.Number)
		assert.Equal(t, "II.2", *p.Change.Section)
		assert.Equal(t, "Lê Quang Huy", p.Change.By.Name)
		assert.Equal(t, [3]string{"2023-04-10T16:59:59.999Z", "2023-04-12T16:59:59.999Z", lock}, dates(t, s, "lao-cai"))

		recorded := events(d, "window.adjust")
		require.Len(t, recorded, 1)
		assert.Nil(t, recorded[0].AgencyID, "it concerns everybody")
		assert.Equal(t, "2023-Q1", *recorded[0].Label)
		assert.Equal(t, "Lê Quang Huy", recorded[0].Actor)
		assert.Equal(t, due, said(t, recorded[0].Before)["dueAt"])
		assert.Equal(t, "2023-04-10T16:59:59.999Z", said(t, recorded[0].After)["dueAt"])
		assert.Equal(t, "942/QĐ-TTg", said(t, recorded[0].After)["legalDocument"])
		assert.Equal(t, "Bão số 1", said(t, recorded[0].After)["reason"])

		submitted(d, "lao-cai", before, false, false)
		var then struct {
			Submission struct{ Window struct{ DueAt string } }
		}
		s.As("coordinator").Get(t, `query($at: Time) { submission(agency: "lao-cai", window: "2023-Q1", asOf: $at) { window { dueAt } } }`,
			map[string]any{"at": before.Format(time.RFC3339Nano)}, &then)
		assert.Equal(t, due, then.Submission.Window.DueAt, "as it was then")
	})
}

func TestAdjustmentsThatAreRefused(t *testing.T) {
	tests := map[string]struct {
		in   input
		want []string
	}{
		"a window that is not there":     {adjusting.with("window", "2023-Q5"), []string{"NOT_FOUND window"}},
		"no reason":                      {adjusting.with("reason", "  "), []string{"REQUIRED reason"}},
		"a reason that is too long":      {adjusting.with("reason", long(2001)), []string{"INVALID reason"}},
		"a document that is not there":   {adjusting.with("legalDocument", "0/QĐ"), []string{"NOT_FOUND legalDocument"}},
		"a section of no document":       {adjusting.with("section", "II"), []string{"REQUIRED legalDocument"}},
		"a section that is too long":     {adjusting.with("legalDocument", "942/QĐ-TTg").with("section", long(201)), []string{"INVALID section"}},
		"no date":                        {adjusting.with("dueAt", nil).with("graceUntil", nil), []string{"REQUIRED"}},
		"the dates there are":            {adjusting.with("dueAt", due).with("graceUntil", due), []string{"REQUIRED"}},
		"a due date behind the grace":    {adjusting.with("graceUntil", nil), []string{"INVALID dueAt"}},
		"a grace before the due date":    {adjusting.with("dueAt", nil).with("graceUntil", "2023-04-01T10:00:00+07:00"), []string{"INVALID graceUntil"}},
		"a lock before the grace":        {adjusting.with("locksAt", "2023-04-11T00:00:00+07:00"), []string{"INVALID locksAt"}},
		"an opening behind the due date": {input{"window": "2023-Q1", "reason": "x", "opensAt": "2023-04-03T00:00:00+07:00"}, []string{"INVALID opensAt"}},
		"dates that have passed": {input{"window": "2023-Q1", "reason": "x", "opensAt": "2023-03-02T00:00:00+07:00", "dueAt": "2023-03-31T00:00:00+07:00"},
			[]string{"INVALID opensAt", "INVALID dueAt"}},
		"everything at once": {input{"window": "2023-Q1", "reason": "", "legalDocument": "0/QĐ", "locksAt": "2023-03-31T00:00:00+07:00"},
			[]string{"REQUIRED reason", "NOT_FOUND legalDocument", "INVALID locksAt", "INVALID locksAt"}},
		"everything at once, and no window": {input{"window": "no", "reason": "", "legalDocument": "0/QĐ"},
			[]string{"NOT_FOUND window", "REQUIRED reason", "NOT_FOUND legalDocument", "REQUIRED"}},
	}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				p := ask(t, s.As("coordinator"), "adjustWindow", test.in)
				assert.Equal(t, test.want, p.codes())
				assert.Nil(t, p.Window)
				assert.Nil(t, p.Change)
				for _, e := range p.UserErrors {
					assert.NotEmpty(t, e.Message)
				}
			})
		}
		assert.Empty(t, events(d, "window.adjust"))
		assert.Zero(t, d.Client.WindowChange.Query().CountX(apitest.System()))
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "lao-cai"))
	})
}

func long(n int) string {
	text := make([]rune, n)
	for i := range text {
		text[i] = 'ô'
	}
	return string(text)
}
