package files_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

// with is a document with one more part in its archive.
func with(t *testing.T, document []byte, name, content string) []byte {
	t.Helper()
	old, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	require.NoError(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range old.File {
		require.NoError(t, w.Copy(f))
	}
	part, err := w.Create(name)
	require.NoError(t, err)
	_, err = io.WriteString(part, content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestFilesThatAreRefusedWhole(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	hoa, minh := s.As("reporter-lao-cai"), s.As("reporter-cuc-vt")
	form := downloaded(t, hoa, "lao-cai")
	r := follow(t, http.MethodGet, given(t, hoa, "createWorkbook", map[string]any{"agency": "lao-cai", "window": "2023-Q2"}), nil)
	require.Equal(t, http.StatusOK, r.status)
	for name, tc := range map[string]struct {
		file   []byte
		status int
		code   string
	}{
		"a text":                    {[]byte("Mã;Giá trị"), http.StatusUnsupportedMediaType, "NOT_XLSX"},
		"nothing":                   {nil, http.StatusUnsupportedMediaType, "NOT_XLSX"},
		"an old or locked workbook": {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)), http.StatusUnsupportedMediaType, "OLD_OR_ENCRYPTED"},
		"a workbook with a macro":   {with(t, form, "xl/vbaProject.bin", "x"), http.StatusUnprocessableEntity, "MACRO"},
		"a bomb":                    {with(t, form, "xl/media/image1.bin", strings.Repeat("\x00", 32<<20)), http.StatusUnprocessableEntity, "TOO_COMPLEX"},
		"another agency's":          {downloaded(t, minh, "cuc-vt"), http.StatusUnprocessableEntity, "WRONG_AGENCY"},
		"another window's":          {r.body, http.StatusUnprocessableEntity, "WRONG_WINDOW"},
		"a file over the limit":     {bytes.Repeat([]byte("x"), 5<<20+1), http.StatusRequestEntityTooLarge, "TOO_LARGE"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, mode := range []string{"DRY_RUN", "ALL", "EACH"} {
				answer := follow(t, http.MethodPut, uploadTo(t, hoa, "lao-cai", mode), bytes.NewReader(tc.file), "Accept", xlsx, "Accept-Language", "vi")
				assert.Equal(t, tc.status, answer.status, "%s", answer.body)
				said := answer.refusal(t)
				assert.Equal(t, tc.code, said.Code)
				assert.Equal(t, said.Messages.Vi, said.Message)
			}
		})
	}
	t.Run("a file over the limit of which nobody knows the size", func(t *testing.T) {
		body := io.MultiReader(bytes.NewReader(bytes.Repeat([]byte("x"), 6<<20)))
		answer := follow(t, http.MethodPut, uploadTo(t, hoa, "lao-cai", "ALL"), body)
		assert.Equal(t, http.StatusRequestEntityTooLarge, answer.status)
		assert.Equal(t, "TOO_LARGE", answer.refusal(t).Code)
	})
	assert.Nil(t, reported(t, hoa, "lao-cai"), "nothing was written")
}

// revised loads the plan with changes.
func revised(t *testing.T, s *apitest.Server, change func(*bundle.Bundle)) {
	t.Helper()
	b, err := bundle.Embedded()
	require.NoError(t, err)
	change(b)
	_, err = plan.Load(apitest.System(), s.Client, b, plan.Options{Now: s.Clock.Now})
	require.NoError(t, err)
}

// indicatorOf is an indicator of the action plan in a bundle.
func indicatorOf(t *testing.T, b *bundle.Bundle, code string) *bundle.Indicator {
	t.Helper()
	for n := range b.Indicators {
		if i := &b.Indicators[n]; i.Plan == "2021-2025" && i.Code == code {
			return i
		}
	}
	require.Failf(t, "no indicator", "%s", code)
	return nil
}

func TestAnOutdatedWorkbookIsToldWhatChanged(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		s.Clock.Set(at("2099-03-20T09:00:00+07:00")) // after the plan was loaded
		hoa := s.As("reporter-lao-cai")
		get := func() []byte { return downloaded(t, hoa, "lao-cai") }
		form := get()
		s.Clock.Set(at("2023-03-20T09:00:00+07:00"))
		link := uploadTo(t, hoa, "lao-cai", "DRY_RUN")

		s.Clock.Set(at("2099-04-01T09:00:00+07:00"))
		revised(t, s, func(b *bundle.Bundle) { b.Plans[0].Version = "2023.1" })
		s.Clock.Set(at("2023-03-20T09:00:00+07:00"))
		assert.Empty(t, sent(t, link, form).Findings, "a version that changes nothing in the form")

		s.Clock.Set(at("2099-04-02T09:00:00+07:00"))
		revised(t, s, func(b *bundle.Bundle) {
			b.Plans[0].Version = "2023.2"
			indicatorOf(t, b, "1.2").Name = "Tỷ lệ mới"
			for n := range indicatorOf(t, b, "1.1").Targets {
				if target := &indicatorOf(t, b, "1.1").Targets[n]; target.Year == 2023 {
					target.Text, target.Comparator = "≥ 100%", "GTE"
				}
			}
			added := *indicatorOf(t, b, "1.3")
			added.Code, added.Targets, added.SameAs = "1.99", nil, nil
			b.Indicators = append(b.Indicators, added)
		})
		s.Clock.Set(at("2023-03-20T09:00:00+07:00"))
		r := follow(t, http.MethodPut, link, bytes.NewReader(form))
		assert.Equal(t, http.StatusUnprocessableEntity, r.status, "%s", r.body)
		said := r.refusal(t)
		assert.Equal(t, "WRONG_CATALOGUE", said.Code)
		assert.Contains(t, said.Message, "2021-2025@2023.2")
		assert.Contains(t, said.Message, "1.1: target from “100%” to “≥ 100%”")
		assert.Contains(t, said.Messages.Vi, "1.99 được thêm")
		require.Len(t, said.Changes, 3)
		assert.Equal(t, "1.1 TARGET 100% ≥ 100%", strings.Join([]string{said.Changes[0].Indicator, said.Changes[0].What, said.Changes[0].Was, said.Changes[0].Is}, " "))
		assert.Equal(t, "1.2 NAME", said.Changes[1].Indicator+" "+said.Changes[1].What)
		assert.Equal(t, "Tỷ lệ mới", said.Changes[1].Is)
		assert.NotEqual(t, said.Changes[1].Was, said.Changes[1].Is)
		assert.Equal(t, "1.99 ADDED", said.Changes[2].Indicator+" "+said.Changes[2].What)
	})
}

func TestAReportThatTakesNothingIsSaidTo(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		form := downloaded(t, hoa, "lao-cai")
		r1 := row(t, form, "1.1")
		file := edited(t, form, figures, map[string]any{"H" + r1: 50})
		link := uploadTo(t, hoa, "lao-cai", "ALL")
		sent(t, link, file)
		seen := reported(t, hoa, "lao-cai")
		var submitted struct {
			SubmitSubmission struct{ UserErrors []struct{ Code string } }
		}
		hoa.Get(t, `mutation($id: ID!, $version: Int!) { submitSubmission(input: {id: $id, version: $version}) { userErrors { code } } }`,
			map[string]any{"id": seen.ID, "version": seen.Version}, &submitted)
		require.Empty(t, submitted.SubmitSubmission.UserErrors)

		s.Clock.Advance(time.Minute)
		assert.Equal(t, "WRONG_STATE", refused(t, hoa, "createWorkbookUpload", map[string]any{"agency": "lao-cai", "window": window, "mode": "ALL"}))
		answer := follow(t, http.MethodPut, link, bytes.NewReader(edited(t, file, figures, map[string]any{"H" + r1: 51})))
		assert.Equal(t, http.StatusConflict, answer.status)
		assert.Equal(t, "WRONG_STATE", answer.refusal(t).Code)
		assert.Equal(t, "50", reported(t, hoa, "lao-cai").figure("1.1").Value)

		// What waits for review is locked, and the answer says why.
		waiting := downloaded(t, hoa, "lao-cai")
		locked := book(t, waiting)
		style, err := locked.GetCellStyle(figures, "H"+r1)
		require.NoError(t, err)
		look, err := locked.GetStyle(style)
		require.NoError(t, err)
		assert.True(t, look.Protection == nil || look.Protection.Locked)
	})
}

func TestALockedRowSaysWhy(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa, ha := s.As("reporter-lao-cai"), s.As("reviewer-cdsqg")
		entered(t, hoa, "lao-cai", "1.1", "50")
		entered(t, hoa, "lao-cai", "1.2", "60")
		seen := reported(t, hoa, "lao-cai")
		step(t, hoa, "submitSubmission", map[string]any{"id": seen.ID, "version": seen.Version})
		s.Clock.Advance(time.Hour)
		seen = reported(t, hoa, "lao-cai")
		step(t, ha, "returnSubmission", map[string]any{"id": seen.ID, "version": seen.Version,
			"figures": []any{map[string]any{"id": seen.figure("1.2").ID, "comment": "Chưa khớp"}}})

		form := downloaded(t, hoa, "lao-cai")
		r1, r2 := row(t, form, "1.1"), row(t, form, "1.2")
		got := sent(t, uploadTo(t, hoa, "lao-cai", "EACH"), edited(t, form, figures, map[string]any{"H" + r1: 51, "H" + r2: 61}))
		assert.Equal(t, []string{"H" + r1 + " LOCKED"}, got.errors())
		assert.Equal(t, "Cell H"+r1+": The figure of 1.1 waits for review.", got.Findings[0].Message)
		assert.Equal(t, 1, got.Written)
		seen = reported(t, hoa, "lao-cai")
		assert.Equal(t, "50", seen.figure("1.1").Value)
		assert.Equal(t, "61", seen.figure("1.2").Value)
	})
}
