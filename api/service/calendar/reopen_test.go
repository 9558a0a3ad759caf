package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

var reopening = input{"window": "2023-Q1", "agencies": []string{"lao-cai"}, "until": "2023-06-20T00:00:00Z", "reason": "Sửa số liệu"}

func TestALockedWindowIsReopened(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		s.Clock.Set(at("2023-06-01T00:00:00+07:00"))
		p := made(t, s.As("coordinator"), "reopenWindow", reopening)
		assert.Equal(t, "REOPEN", p.Change.Kind)
		assert.Equal(t, lock, p.Window.LocksAt)
		assert.Equal(t, [3]string{due, due, "2023-06-20T00:00:00Z"}, dates(t, s, "lao-cai"), "what comes now is late")
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "hanoi"))
		recorded := events(d, "window.reopen")
		require.Len(t, recorded, 1)
		assert.Equal(t, id(d, "lao-cai").ID, *recorded[0].AgencyID)

		assert.Equal(t, []string{"WRONG_STATE agencies 0"}, ask(t, s.As("coordinator"), "reopenWindow", reopening.with("until", "2023-06-25T00:00:00Z")).codes(), "it is open")
		s.Clock.Set(at("2023-06-21T00:00:00Z"))
		p = made(t, s.As("coordinator"), "reopenWindow", reopening.with("agencies", nil).with("until", "2023-07-01T00:00:00Z"))
		assert.Empty(t, p.Change.Agencies)
		assert.Equal(t, [3]string{due, due, "2023-07-01T00:00:00Z"}, dates(t, s, "hanoi"), "for everybody")
		recorded = events(d, "window.reopen")
		require.Len(t, recorded, 2)
		assert.Nil(t, recorded[1].AgencyID)
		assert.Equal(t, []string{"WRONG_STATE window"}, ask(t, s.As("coordinator"), "reopenWindow", reopening.with("agencies", nil).with("until", "2023-07-05T00:00:00Z")).codes())
	})
}

func TestReopeningsThatAreRefused(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		for name, test := range map[string]struct {
			in   input
			want []string
		}{
			"open, for an agency":    {reopening, []string{"WRONG_STATE agencies 0"}},
			"open, for everybody":    {reopening.with("agencies", nil), []string{"WRONG_STATE window"}},
			"an empty list":          {reopening.with("agencies", []string{}), []string{"REQUIRED agencies"}},
			"a time that has passed": {reopening.with("until", "2023-03-01T00:00:00Z"), []string{"INVALID until", "WRONG_STATE agencies 0"}},
			"everything at once":     {input{"window": "no", "agencies": []string{"x"}, "until": "2023-03-01T00:00:00Z", "reason": ""}, []string{"NOT_FOUND window", "REQUIRED reason", "NOT_FOUND agencies 0", "INVALID until"}},
		} {
			t.Run(name, func(t *testing.T) {
				assert.Equal(t, test.want, ask(t, s.As("coordinator"), "reopenWindow", test.in).codes())
			})
		}
		s.Clock.Set(at("2023-05-31T23:59:59.999+07:00"))
		assert.Equal(t, []string{"WRONG_STATE agencies 0"}, ask(t, s.As("coordinator"), "reopenWindow", reopening).codes(), "the last moment is open")
		s.Clock.Advance(time.Millisecond)
		made(t, s.As("coordinator"), "reopenWindow", reopening)
	})
}
