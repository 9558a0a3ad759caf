package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

var extending = input{"window": "2023-Q1", "agencies": []string{"lao-cai", "ha-giang"}, "dueAt": "2023-04-20T23:59:59.999+07:00", "reason": "Lũ"}

func TestMoreTimeForSomeAgencies(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		p := made(t, s.As("coordinator"), "extendWindow", extending)
		assert.Equal(t, due, p.Window.DueAt, "for others it stays")
		assert.Equal(t, "EXTEND", p.Change.Kind)
		assert.Len(t, p.Change.Agencies, 2)
		const granted = "2023-04-20T16:59:59.999Z"
		assert.Equal(t, [3]string{granted, granted, lock}, dates(t, s, "lao-cai"), "grace moves with it, the lock is later")
		assert.Equal(t, [3]string{granted, granted, lock}, dates(t, s, "ha-giang"))
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "hanoi"))

		recorded := events(d, "window.extend")
		require.Len(t, recorded, 1)
		assert.Nil(t, recorded[0].AgencyID, "it concerns two")
		before, after := said(t, recorded[0].Before)["agencies"].(map[string]any), said(t, recorded[0].After)["agencies"].(map[string]any)
		assert.Equal(t, due, before["ha-giang"].(map[string]any)["dueAt"])
		assert.Equal(t, granted, after["ha-giang"].(map[string]any)["dueAt"])

		s.Clock.Advance(time.Hour)
		const farther = "2023-06-10T16:59:59.999Z"
		p = made(t, s.As("coordinator"), "extendWindow", extending.with("agencies", []string{"lao-cai"}).with("dueAt", farther))
		assert.Equal(t, [3]string{farther, farther, farther}, dates(t, s, "lao-cai"), "the lock moves too")
		assert.Equal(t, farther, *p.Change.LocksAt)
		assert.Equal(t, [3]string{granted, granted, lock}, dates(t, s, "ha-giang"))
		recorded = events(d, "window.extend")
		require.Len(t, recorded, 2)
		assert.Equal(t, id(d, "lao-cai").ID, *recorded[1].AgencyID, "in the record of the agency it concerns")

		s.Clock.Advance(time.Hour)
		made(t, s.As("coordinator"), "adjustWindow", adjusting.with("dueAt", "2023-05-01T00:00:00Z").with("graceUntil", "2023-05-02T00:00:00Z"))
		assert.Equal(t, [3]string{"2023-05-01T00:00:00Z", "2023-05-02T00:00:00Z", lock}, dates(t, s, "ha-giang"), "what everybody has holds for it as well")
		assert.Equal(t, [3]string{farther, farther, farther}, dates(t, s, "lao-cai"), "what was granted is not taken back")
	})
}

func TestExtensionsThatAreRefused(t *testing.T) {
	tests := map[string]struct {
		in   input
		want []string
	}{
		"nobody named":                   {extending.with("agencies", []string{}), []string{"REQUIRED agencies"}},
		"agencies that are not there":    {extending.with("agencies", []string{"x", "lao-cai", "y"}), []string{"NOT_FOUND agencies 0", "NOT_FOUND agencies 2"}},
		"one named twice":                {extending.with("agencies", []string{"lao-cai", "lao-cai"}), []string{"EXISTS agencies 1"}},
		"a group":                        {extending.with("agencies", []string{"cac-dia-phuong"}), []string{"INVALID agencies 0"}},
		"too many":                       {extending.with("agencies", make([]string, 1001)), []string{"TOO_MANY agencies"}},
		"the date there is":              {extending.with("dueAt", due), []string{"INVALID agencies 0", "INVALID agencies 1"}},
		"a date before the one there is": {extending.with("dueAt", "2023-04-02T10:00:00+07:00"), []string{"INVALID agencies 0", "INVALID agencies 1"}},
		"a date that has passed":         {extending.with("dueAt", "2023-03-02T10:00:00+07:00").with("agencies", []string{"lao-cai"}), []string{"INVALID dueAt", "INVALID agencies 0"}},
		"everything at once": {input{"window": "no", "agencies": []string{"x"}, "dueAt": "2023-03-02T10:00:00+07:00", "reason": ""},
			[]string{"NOT_FOUND window", "REQUIRED reason", "NOT_FOUND agencies 0", "INVALID dueAt"}},
	}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				assert.Equal(t, test.want, ask(t, s.As("coordinator"), "extendWindow", test.in).codes())
			})
		}
		assert.Zero(t, d.Client.WindowChange.Query().CountX(apitest.System()))
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "lao-cai"))
	})
}
