package files_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

func TestAWorkbookIsDownloadedFilledInAndSentBack(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")

		form := downloaded(t, hoa, "lao-cai")
		assert.Nil(t, reported(t, hoa, "lao-cai"), "downloading writes nothing")
		first, second := row(t, form, "1.1"), row(t, form, "1.2")
		assert.Equal(t, "Sơ bộ", cell(t, form, figures, "K"+first), "the grade that the window expects")
		assert.Empty(t, cell(t, form, figures, "H"+first))
		assert.NotEmpty(t, cell(t, form, figures, "E"+first), "the plan of the year")
		assert.Equal(t, "%", cell(t, form, figures, "D"+first))

		filled := edited(t, form, figures, map[string]any{
			"H" + first: 86.97, "M" + first: "Theo báo cáo tháng 3", "I" + second: 12, "J" + second: 48})
		filled = edited(t, filled, narratives, map[string]any{"B6": "Xu hướng tăng."})

		tried := sent(t, uploadTo(t, hoa, "lao-cai", "DRY_RUN"), filled)
		assert.Equal(t, "DRY_RUN", tried.Mode)
		assert.Equal(t, 3, tried.Rows)
		assert.Zero(t, tried.Written)
		assert.Empty(t, tried.Findings)
		assert.Nil(t, tried.Submission)
		assert.Nil(t, reported(t, hoa, "lao-cai"), "a dry run writes nothing")

		link := uploadTo(t, hoa, "lao-cai", "ALL")
		done := sent(t, link, filled)
		assert.Equal(t, outcome{Mode: "ALL", Written: 3, Rows: 3, Findings: []finding{}, Submission: done.Submission}, done)
		seen := reported(t, hoa, "lao-cai")
		require.NotNil(t, seen)
		assert.Equal(t, seen.ID, done.Submission.ID)
		assert.Equal(t, seen.Version, done.Submission.Version)
		assert.Equal(t, "DRAFT", done.Submission.Status)
		assert.Equal(t, 2, seen.Drafted)
		assert.Equal(t, "86.97", seen.figure("1.1").Value)
		assert.Equal(t, "PRELIMINARY", seen.figure("1.1").Grade)
		assert.Equal(t, "Theo báo cáo tháng 3", *seen.figure("1.1").Note)
		assert.Equal(t, "25", seen.figure("1.2").Value)
		require.Len(t, seen.Narratives, 1)
		assert.Equal(t, "TREND", seen.Narratives[0].Kind)
		assert.Equal(t, "Xu hướng tăng.", seen.Narratives[0].Body)

		again := sent(t, link, filled)
		assert.Equal(t, done, again, "a retry gives the first answer")
		assert.Equal(t, seen, reported(t, hoa, "lao-cai"), "and writes nothing")

		s.Clock.Advance(time.Second) // another link
		other := sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), filled)
		assert.Zero(t, other.Written, "what the report says already is not said again")
		assert.Empty(t, other.Findings)
		assert.Equal(t, seen, reported(t, hoa, "lao-cai"))

		next := downloaded(t, hoa, "lao-cai")
		assert.Equal(t, "86.97", cell(t, next, figures, "H"+first))
		assert.Equal(t, "12", cell(t, next, figures, "I"+second))
		assert.Equal(t, "Xu hướng tăng.", cell(t, next, narratives, "B6"))
	})
}

func TestADownloadIsForSaving(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	link := given(t, s.As("reporter-lao-cai"), "createWorkbook", map[string]any{"agency": "lao-cai", "window": window})
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r := follow(t, method, link, nil)
		assert.Equal(t, http.StatusOK, r.status)
		assert.Equal(t, xlsx, r.header.Get("Content-Type"))
		assert.Equal(t, "attachment; filename=phu-luc-01-lao-cai-2023-Q1.xlsx", r.header.Get("Content-Disposition"))
		assert.Equal(t, "nosniff", r.header.Get("X-Content-Type-Options"))
		assert.Equal(t, "private, no-store", r.header.Get("Cache-Control"))
		assert.Equal(t, "no-referrer", r.header.Get("Referrer-Policy"))
		assert.Equal(t, method == http.MethodHead, len(r.body) == 0)
	}
	assert.NotContains(t, s.Log.String(), link[len(link)-20:], "the log holds no link")
}
