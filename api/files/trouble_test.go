package files_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/evidence"
	"github.com/tiendo-vn/tiendo/api/files"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/api/instance"
	"github.com/tiendo-vn/tiendo/api/link"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/file"
	reports "github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// handlers are the routes over the database of a server, with a hand on what
// they are made from.
func handlers(t *testing.T, s *apitest.Server, change func(*files.Options)) (*file.Service, http.Handler) {
	t.Helper()
	store := instance.Store(s.Database.Database, s.Clock.Now)
	folder, err := evidence.OpenFolder(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { folder.Close() })
	links, err := link.New([]byte(strings.Repeat("k", link.MinSecret)), "http://files.example", time.Minute, s.Clock.Now)
	require.NoError(t, err)
	service := &file.Service{Store: store, Reports: &reports.Service{Store: store}, Links: links, Evidence: folder}
	o := files.Options{Files: service, Viewer: s.Access.ByPerson, Record: s.Access.RecordRead, Timeout: time.Minute, Logger: slog.New(slog.DiscardHandler)}
	change(&o)
	mux := http.NewServeMux()
	for pattern, h := range files.Routes(o) {
		mux.Handle(pattern, h)
	}
	return service, mux
}

// as is a context of somebody.
func as(t *testing.T, s *apitest.Server) context.Context {
	return viewer.NewContext(t.Context(), s.Viewer(t))
}

func TestWhatCannotBeRecordedIsNotSent(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	service, h := handlers(t, s, func(o *files.Options) {
		o.Record = func(context.Context, access.Read) error { return errors.New("the disk is full") }
	})
	p, err := service.CreateWorkbook(as(t, s.As("inspector")), file.CreateWorkbookInput{Agency: "lao-cai", Window: window})
	require.NoError(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, *p.URL, nil))
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Empty(t, w.Header().Get("Content-Disposition"))
	assert.Contains(t, w.Body.String(), `"INTERNAL"`)
	assert.NotContains(t, w.Body.String(), "disk", "particulars are for the log alone")
}

func TestSomebodyElseThanTheLinkNamesIsNobody(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	minh := s.As("reporter-cuc-vt").Viewer(t)
	service, h := handlers(t, s, func(o *files.Options) {
		o.Viewer = func(context.Context, uuid.UUID) (viewer.Viewer, error) { return minh, nil }
	})
	p, err := service.CreateWorkbook(as(t, s.As("reporter-lao-cai")), file.CreateWorkbookInput{Agency: "lao-cai", Window: window})
	require.NoError(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, *p.URL, nil))
	assert.Equal(t, http.StatusForbidden, w.Code)
}

func TestWorkThatTakesTooLongIsEnded(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	service, h := handlers(t, s, func(o *files.Options) { o.Timeout = -time.Second })
	p, err := service.CreateWorkbook(as(t, s.As("reporter-lao-cai")), file.CreateWorkbookInput{Agency: "lao-cai", Window: window})
	require.NoError(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, *p.URL, nil))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), `"TIMEOUT"`)
}

func TestABodyThatBreaksOffIsNotTaken(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	hoa := s.As("reporter-lao-cai")
	entered(t, hoa, "lao-cai", "1.1", "50")
	service, h := handlers(t, s, func(o *files.Options) { o.Files.EvidenceLimits.MaxBytes, o.Files.WorkbookLimits.MaxBytes = 1000, 1000 })
	before := reported(t, hoa, "lao-cai")
	id, err := gid.Parse(before.ID)
	require.NoError(t, err)
	attach, err := service.CreateEvidenceUpload(as(t, hoa), file.CreateEvidenceUploadInput{Submission: id.Key})
	require.NoError(t, err)
	upload, err := service.CreateWorkbookUpload(as(t, hoa), file.CreateWorkbookUploadInput{Agency: "lao-cai", Window: window, Mode: file.WorkbookModeAll})
	require.NoError(t, err)
	for _, url := range []string{*attach.URL, *upload.URL} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPut, url, brokenOff{}))
		assert.Equal(t, http.StatusBadRequest, w.Code)
		assert.Contains(t, w.Body.String(), `"CUT_OFF"`)
	}
	assert.Equal(t, before, reported(t, hoa, "lao-cai"))
}

func TestARoleThatEndsWhileAFileArrivesWritesNothing(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		entered(t, hoa, "lao-cai", "1.1", "50")
		before := reported(t, hoa, "lao-cai")
		form := downloaded(t, hoa, "lao-cai")
		book := edited(t, form, figures, map[string]any{"H" + row(t, form, "1.1"): 51})
		service, h := handlers(t, s, func(o *files.Options) {
			o.Files.EvidenceLimits.MaxBytes, o.Files.WorkbookLimits.MaxBytes = 1<<20, 1<<20
		})
		id, err := gid.Parse(before.ID)
		require.NoError(t, err)
		attach, err := service.CreateEvidenceUpload(as(t, hoa), file.CreateEvidenceUploadInput{Submission: id.Key})
		require.NoError(t, err)
		upload, err := service.CreateWorkbookUpload(as(t, hoa), file.CreateWorkbookUploadInput{Agency: "lao-cai", Window: window, Mode: file.WorkbookModeAll})
		require.NoError(t, err)
		grants := func() *db.RoleGrantUpdate {
			return d.Client.RoleGrant.Update().Where(rolegrant.HasPersonWith(person.Subject(s.Persona("reporter-lao-cai").Subject)))
		}
		for url, content := range map[string][]byte{*attach.URL: []byte(aPDF), *upload.URL: book} {
			grants().ClearRevokedAt().ExecX(apitest.System())
			body := &during{Reader: bytes.NewReader(content), do: func() { grants().SetRevokedAt(s.Clock.Now()).ExecX(apitest.System()) }}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodPut, url, body))
			assert.Equal(t, http.StatusForbidden, w.Code, w.Body.String())
			assert.Nil(t, body.do, "it was accepted at first")
		}
		grants().ClearRevokedAt().ExecX(apitest.System())
		assert.Equal(t, before, reported(t, hoa, "lao-cai"))
	})
}

// during is a body while which something happens.
type during struct {
	io.Reader
	do func()
}

func (d *during) Read(p []byte) (int, error) {
	if d.do != nil {
		d.do()
		d.do = nil
	}
	return d.Reader.Read(p)
}

// brokenOff is a line that ends after a few bytes.
type brokenOff struct{}

func (brokenOff) Read(p []byte) (int, error) {
	return copy(p, "%PDF"), errors.New("connection reset by peer")
}

func TestEvidenceThatTheStoreLostIsSaidToBe(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	hoa := s.As("reporter-lao-cai")
	entered(t, hoa, "lao-cai", "1.1", "50")
	link := given(t, hoa, "createEvidenceUpload", map[string]any{"submission": reported(t, hoa, "lao-cai").ID})
	attached(t, link, aPDF)
	row := s.Client.Evidence.Query().OnlyX(apitest.System())
	service, h := handlers(t, s, func(*files.Options) {}) // over a store that never had it
	l, err := service.Link(as(t, hoa), row)
	require.NoError(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, l.URL, nil))
	assert.Equal(t, http.StatusInternalServerError, w.Code)
	assert.Contains(t, w.Body.String(), `"INTERNAL"`)
}

func TestAnInstanceWithoutFilesHandsOutNoLinks(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	service := &file.Service{Store: instance.Store(s.Database.Database, s.Clock.Now)}
	p, err := service.CreateWorkbook(as(t, s.As("reporter-lao-cai")), file.CreateWorkbookInput{Agency: "lao-cai", Window: window})
	require.NoError(t, err)
	require.Len(t, p.UserErrors, 1)
	assert.Nil(t, p.URL)
}
