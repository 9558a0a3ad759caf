package files_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/event"
)

const aPDF = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// stored is the answer to a file.
type stored struct {
	ID, Hash, Name, MediaType string
	Size                      int
}

// attached sends a file that must be taken.
func attached(t *testing.T, link, content string, header ...string) stored {
	t.Helper()
	r := follow(t, http.MethodPut, link, strings.NewReader(content), header...)
	require.Equal(t, http.StatusOK, r.status, "%s", r.body)
	var s stored
	require.NoError(t, json.Unmarshal(r.body, &s))
	return s
}

func TestEvidenceIsAttachedSeenAndFetched(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		entered(t, hoa, "lao-cai", "1.1", "50")
		before := reported(t, hoa, "lao-cai")
		indicator := indicatorID(t, hoa, "1.1")
		link := given(t, hoa, "createEvidenceUpload", map[string]any{"submission": before.ID, "indicator": indicator})

		name := url.PathEscape("../Biên bản quý I.pdf")
		got := attached(t, link, aPDF, "Content-Type", "application/pdf", "X-File-Name", name)
		sum := sha256.Sum256([]byte(aPDF))
		assert.Equal(t, stored{got.ID, hex.EncodeToString(sum[:]), "Biên bản quý I.pdf", "application/pdf", len(aPDF)}, got)

		assert.Equal(t, got, attached(t, link, aPDF, "Content-Type", "application/pdf", "X-File-Name", name), "a retry gives the first answer")
		seen := reported(t, hoa, "lao-cai")
		require.Len(t, seen.Evidence, 1)
		e := seen.Evidence[0]
		assert.Equal(t, got.ID, e.ID)
		assert.Equal(t, "1.1", e.Indicator.Code)
		assert.Equal(t, s.Persona("reporter-lao-cai").Name, e.By.Name)
		assert.Equal(t, before.Version+1, seen.Version)
		assert.Equal(t, before.Drafted, seen.Drafted)
		assert.Equal(t, 1, d.Client.Event.Query().Where(event.Action("evidence.attach")).CountX(apitest.System()))

		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r := follow(t, method, e.Link.URL, nil)
			assert.Equal(t, http.StatusOK, r.status)
			assert.Equal(t, "application/pdf", r.header.Get("Content-Type"))
			assert.True(t, strings.HasPrefix(r.header.Get("Content-Disposition"), "attachment; "), "never shown in place")
			assert.Contains(t, r.header.Get("Content-Disposition"), "filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20qu%C3%BD%20I.pdf")
			assert.Equal(t, "nosniff", r.header.Get("X-Content-Type-Options"))
			assert.Contains(t, r.header.Get("Content-Security-Policy"), "sandbox")
			assert.Equal(t, "private, no-store", r.header.Get("Cache-Control"))
			if method == http.MethodGet {
				assert.Equal(t, aPDF, string(r.body))
			}
		}
		assert.Nil(t, reported(t, s.As("reporter-cuc-vt"), "lao-cai"), "others see neither report nor file")
	})
}

func indicatorID(t *testing.T, s *apitest.Server, code string) string {
	t.Helper()
	var answer struct{ Indicator struct{ ID string } }
	s.Get(t, `query($code: String!) { indicator(plan: "2021-2025", code: $code) { id } }`, map[string]any{"code": code}, &answer)
	return answer.Indicator.ID
}

func TestEvidenceMayComeLate(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa, ha := s.As("reporter-lao-cai"), s.As("reviewer-cdsqg")
		entered(t, hoa, "lao-cai", "1.1", "50")
		seen := reported(t, hoa, "lao-cai")
		step(t, hoa, "submitSubmission", map[string]any{"id": seen.ID, "version": seen.Version})
		s.Clock.Advance(time.Hour)
		link := given(t, hoa, "createEvidenceUpload", map[string]any{"submission": seen.ID})
		attached(t, link, aPDF, "Content-Disposition", `attachment; filename*=UTF-8''C%C3%B4ng%20v%C4%83n.pdf`)
		seen = reported(t, ha, "lao-cai")
		require.Len(t, seen.Evidence, 1)
		assert.Equal(t, "Công văn.pdf", seen.Evidence[0].Name)
		assert.Equal(t, "SUBMITTED", seen.Status)
		assert.Equal(t, http.StatusOK, follow(t, http.MethodGet, seen.Evidence[0].Link.URL, nil).status, "who measures it may fetch it")

		step(t, ha, "approveSubmission", map[string]any{"id": seen.ID, "version": seen.Version})
		s.Clock.Set(at("2024-01-20T09:00:00+07:00")) // long after the window locked
		link = given(t, hoa, "createEvidenceUpload", map[string]any{"submission": seen.ID})
		attached(t, link, "Niên giám", "X-File-Name", "nien-giam.txt")
		seen = reported(t, hoa, "lao-cai")
		assert.Len(t, seen.Evidence, 2)
		assert.Equal(t, "APPROVED", seen.Status)
	})
}

func TestEvidenceForAReturnedReportWaitsUntilItIsSubmitted(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa, ha := s.As("reporter-lao-cai"), s.As("reviewer-cdsqg")
		entered(t, hoa, "lao-cai", "1.1", "50")
		seen := reported(t, hoa, "lao-cai")
		step(t, hoa, "submitSubmission", map[string]any{"id": seen.ID, "version": seen.Version})
		seen = reported(t, ha, "lao-cai")
		s.Clock.Advance(time.Hour)
		step(t, ha, "returnSubmission", map[string]any{"id": seen.ID, "version": seen.Version, "comment": "x"})
		s.Clock.Advance(time.Hour)
		attached(t, given(t, hoa, "createEvidenceUpload", map[string]any{"submission": seen.ID}), aPDF, "X-File-Name", "a.pdf")
		assert.Empty(t, reported(t, ha, "lao-cai").Evidence, "it is still being put right")
		seen = reported(t, hoa, "lao-cai")
		require.Len(t, seen.Evidence, 1)
		s.Clock.Advance(time.Hour)
		step(t, hoa, "submitSubmission", map[string]any{"id": seen.ID, "version": seen.Version})
		assert.Len(t, reported(t, ha, "lao-cai").Evidence, 1)
	})
}

func TestEvidenceThatIsRefused(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	hoa := s.As("reporter-lao-cai")
	entered(t, hoa, "lao-cai", "1.1", "50")
	before := reported(t, hoa, "lao-cai")
	link := given(t, hoa, "createEvidenceUpload", map[string]any{"submission": before.ID})
	form := downloaded(t, hoa, "lao-cai")
	for name, tc := range map[string]struct {
		content []byte
		header  []string
		status  int
		code    string
	}{
		"a document with a macro":     {with(t, form, "xl/vbaProject.bin", "x"), nil, http.StatusUnprocessableEntity, "MACRO"},
		"a document that is damaged":  {form[:len(form)-100], nil, http.StatusUnprocessableEntity, "DAMAGED"},
		"a page":                      {[]byte("<html><script>alert(1)</script></html>"), nil, http.StatusUnsupportedMediaType, "TYPE_NOT_ACCEPTED"},
		"a program":                   {[]byte("\x7fELF\x02\x01\x01\x00" + strings.Repeat("\x00", 100)), nil, http.StatusUnsupportedMediaType, "TYPE_NOT_ACCEPTED"},
		"a file that lies":            {[]byte(aPDF), []string{"Content-Type", "image/png"}, http.StatusUnsupportedMediaType, "TYPE_DISAGREES"},
		"nothing":                     {nil, nil, http.StatusUnprocessableEntity, "EMPTY"},
		"a file over the limit":       {bytes.Repeat([]byte("x"), 20<<20+1), nil, http.StatusRequestEntityTooLarge, "TOO_LARGE"},
		"a name that cannot be read":  {[]byte(aPDF), []string{"X-File-Name", "%zz"}, http.StatusBadRequest, "BAD_HEADER"},
		"a header that cannot either": {[]byte(aPDF), []string{"Content-Disposition", "attachment; filename="}, http.StatusBadRequest, "BAD_HEADER"},
	} {
		t.Run(name, func(t *testing.T) {
			r := follow(t, http.MethodPut, link, bytes.NewReader(tc.content), tc.header...)
			assert.Equal(t, tc.status, r.status, "%s", r.body)
			assert.Equal(t, tc.code, r.refusal(t).Code)
		})
	}
	assert.Equal(t, before, reported(t, hoa, "lao-cai"), "nothing was attached")
	foreign := indicatorID(t, hoa, "1.6")
	assert.Equal(t, "NOT_OWED", refused(t, hoa, "createEvidenceUpload", map[string]any{"submission": before.ID, "indicator": foreign}))
}
