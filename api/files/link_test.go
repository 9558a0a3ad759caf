package files_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
)

func TestWhoGetsALink(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		entered(t, hoa, "lao-cai", "1.1", "50")
		report := reported(t, hoa, "lao-cai").ID
		workbook := map[string]any{"agency": "lao-cai", "window": window}
		upload := map[string]any{"agency": "lao-cai", "window": window, "mode": "ALL"}
		evidence := map[string]any{"submission": report}
		for name, tc := range map[string]struct {
			who      *apitest.Server
			mutation string
			input    map[string]any
			want     string
		}{
			"a reporter, the workbook":                {hoa, "createWorkbook", workbook, ""},
			"a reporter, an upload":                   {hoa, "createWorkbookUpload", upload, ""},
			"a reporter, an upload of evidence":       {hoa, "createEvidenceUpload", evidence, ""},
			"a coordinator, the workbook":             {s.As("coordinator"), "createWorkbook", workbook, ""},
			"an inspector, the workbook":              {s.As("inspector"), "createWorkbook", workbook, ""},
			"a coordinator, an upload":                {s.As("coordinator"), "createWorkbookUpload", upload, "NOT_ALLOWED"},
			"a coordinator, evidence":                 {s.As("coordinator"), "createEvidenceUpload", evidence, "NOT_ALLOWED"},
			"an inspector, an upload":                 {s.As("inspector"), "createWorkbookUpload", upload, "NOT_ALLOWED"},
			"an inspector, evidence":                  {s.As("inspector"), "createEvidenceUpload", evidence, "NOT_ALLOWED"},
			"another agency's reporter, the workbook": {s.As("reporter-cuc-vt"), "createWorkbook", workbook, "NOT_FOUND"},
			"another agency's reporter, an upload":    {s.As("reporter-cuc-vt"), "createWorkbookUpload", upload, "NOT_FOUND"},
			"another agency's reporter, evidence":     {s.As("reporter-cuc-vt"), "createEvidenceUpload", evidence, "NOT_FOUND"},
			"somebody without a role":                 {s.As("a-stranger"), "createWorkbook", workbook, "NOT_FOUND"},
			"nobody, the workbook":                    {s, "createWorkbook", workbook, "NOT_ALLOWED"},
			"nobody, evidence":                        {s, "createEvidenceUpload", evidence, "NOT_ALLOWED"},
			"an agency that is not there":             {hoa, "createWorkbook", map[string]any{"agency": "x", "window": window}, "NOT_FOUND"},
			"a window that is not open":               {hoa, "createWorkbookUpload", map[string]any{"agency": "lao-cai", "window": "2023-Q4"}, "NOT_OPEN"},
			"an agency that owes nothing":             {s.As("coordinator"), "createWorkbook", map[string]any{"agency": "cac-bo-nganh-dia-phuong", "window": window}, "NOT_OWED"},
		} {
			if tc.want == "" {
				l := asked(t, tc.who, tc.mutation, tc.input)
				assert.Empty(t, l.UserErrors, name)
				if assert.NotNil(t, l.URL, name) {
					assert.True(t, strings.HasPrefix(*l.URL, s.URL+"/"), name)
					assert.WithinDuration(t, s.Clock.Now().Add(10*time.Minute), *l.ExpiresAt, 0, name)
				}
				continue
			}
			assert.Equal(t, tc.want, refused(t, tc.who, tc.mutation, tc.input), name)
		}
	})
}

// four are a link of each kind, all for the reporter of Lào Cai.
func four(t *testing.T, s *apitest.Server) map[string]string {
	t.Helper()
	hoa := s.As("reporter-lao-cai")
	entered(t, hoa, "lao-cai", "1.1", "50")
	attach := given(t, hoa, "createEvidenceUpload", map[string]any{"submission": reported(t, hoa, "lao-cai").ID})
	require.Equal(t, http.StatusOK, follow(t, http.MethodPut, attach, strings.NewReader("Biên bản"), "X-File-Name", "a.txt").status)
	return map[string]string{
		"GET /workbooks": given(t, hoa, "createWorkbook", map[string]any{"agency": "lao-cai", "window": window}),
		"PUT /workbooks": uploadTo(t, hoa, "lao-cai", "ALL"),
		"GET /evidence":  reported(t, hoa, "lao-cai").Evidence[0].Link.URL,
		"PUT /evidence":  attach,
	}
}

// good is a body that each kind of link takes.
func good(t *testing.T, s *apitest.Server) []byte {
	t.Helper()
	form := downloaded(t, s.As("reporter-lao-cai"), "lao-cai")
	return edited(t, form, figures, map[string]any{"H" + row(t, form, "1.2"): 60})
}

func TestALinkEndsWithTheRoleOfWhomItWasHandedTo(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		links, body := four(t, s), good(t, s)
		before := reported(t, s.As("coordinator"), "lao-cai")
		hoa := d.Client.Person.Query().Where(person.Subject(s.Persona("reporter-lao-cai").Subject)).OnlyX(apitest.System())
		d.Client.RoleGrant.Update().Where(rolegrant.PersonID(hoa.ID)).SetRevokedAt(s.Clock.Now()).ExecX(apitest.System())
		for route, link := range links {
			method, _, _ := strings.Cut(route, " ")
			r := follow(t, method, link, bytes.NewReader(body))
			assert.Equal(t, http.StatusForbidden, r.status, route)
			assert.Contains(t, []string{"NOT_FOUND", "NOT_ALLOWED"}, r.refusal(t).Code, route)
		}
		assert.Equal(t, before, reported(t, s.As("coordinator"), "lao-cai"), "nothing was written")
	})
}

func TestOnlyAGoodLinkIsFollowed(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	links, body := four(t, s), good(t, s)
	before := reported(t, s.As("reporter-lao-cai"), "lao-cai")
	for route, link := range links {
		method, path, _ := strings.Cut(route, " ")
		bare, token, _ := strings.Cut(link, "?")
		for name, tried := range map[string]string{
			"no token":         bare,
			"half a token":     bare + "?" + token[:len(token)/2],
			"another ending":   link[:len(link)-1] + map[bool]string{true: "B", false: "A"}[strings.HasSuffix(link, "A")],
			"something beside": link + "&x=1",
			"one for the other direction, or another path": bare + "?" + tokenOf(t, links[map[string]string{
				"GET /workbooks": "PUT /workbooks", "PUT /workbooks": "PUT /evidence", "GET /evidence": "GET /workbooks", "PUT /evidence": "GET /evidence"}[route]]),
		} {
			r := follow(t, method, tried, bytes.NewReader(body), "Accept-Language", "vi")
			assert.Equal(t, http.StatusForbidden, r.status, "%s %s", route, name)
			said := r.refusal(t)
			assert.Equal(t, "LINK_INVALID", said.Code, "%s %s", route, name)
			assert.Equal(t, said.Messages.Vi, said.Message)
		}
		for _, wrong := range []string{http.MethodPost, http.MethodDelete} {
			r := follow(t, wrong, link, nil)
			assert.Equal(t, http.StatusMethodNotAllowed, r.status, "%s %s", wrong, path)
		}
	}
	s.Clock.Advance(10*time.Minute - time.Millisecond)
	assert.Equal(t, http.StatusOK, follow(t, http.MethodGet, links["GET /workbooks"], nil).status, "the last moment")
	s.Clock.Advance(time.Millisecond)
	for route, link := range links {
		method, _, _ := strings.Cut(route, " ")
		r := follow(t, method, link, bytes.NewReader(body))
		assert.Equal(t, http.StatusForbidden, r.status, route)
		assert.Equal(t, "LINK_EXPIRED", r.refusal(t).Code, route)
	}
	assert.Equal(t, before.Version, reported(t, s.As("reporter-lao-cai"), "lao-cai").Version, "nothing was written")
}

func tokenOf(t *testing.T, link string) string {
	t.Helper()
	u, err := url.Parse(link)
	require.NoError(t, err)
	return u.RawQuery
}

func TestALinkActsForWhomItWasHandedTo(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		links, body := four(t, s), good(t, s)
		// A credential beside the link changes nothing: neither more nor less.
		r := follow(t, http.MethodPut, links["PUT /workbooks"], bytes.NewReader(body), "Authorization", "Bearer "+s.As("admin").Token(t))
		require.Equal(t, http.StatusOK, r.status, "%s", r.body)
		e := d.Client.Event.Query().Where(event.Action("workbook.put")).OnlyX(apitest.System())
		assert.Equal(t, s.Persona("reporter-lao-cai").Name, e.Actor)
	})
}

func TestWhatAnInspectorDownloadsIsRecorded(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		four(t, s)
		lan := s.As("inspector")
		workbook := given(t, lan, "createWorkbook", map[string]any{"agency": "lao-cai", "window": window})
		evidence := reported(t, lan, "lao-cai").Evidence[0].Link.URL
		reads := func() int {
			return d.Client.Event.Query().Where(event.Action("inspector.read")).CountX(apitest.System())
		}
		before := reads()
		for n, link := range []string{workbook, evidence} {
			require.Equal(t, http.StatusOK, follow(t, http.MethodGet, link, nil).status)
			assert.Equal(t, before+n+1, reads())
		}
		last := d.Client.Event.Query().Where(event.Action("inspector.read"), event.LabelEQ("workbook")).OnlyX(apitest.System())
		assert.Equal(t, s.Persona("inspector").Name, last.Actor)
		assert.Contains(t, string(last.After), "lao-cai")

		other := given(t, s.As("coordinator"), "createWorkbook", map[string]any{"agency": "lao-cai", "window": window})
		require.Equal(t, http.StatusOK, follow(t, http.MethodGet, other, nil).status)
		assert.Equal(t, before+2, reads(), "others are not recorded")
	})
}

func TestAMachinesLinkEndsWithItsToken(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		var made struct {
			CreateMachineToken struct {
				Secret       string
				MachineToken struct{ ID string }
				UserErrors   []struct{ Code, Message string }
			}
		}
		machine := func(scopes ...string) (*apitest.Server, string) {
			s.As("admin").Get(t, `mutation($input: CreateMachineTokenInput!) { createMachineToken(input: $input) { secret machineToken { id } userErrors { code message } } }`,
				map[string]any{"input": map[string]any{"name": "Hệ thống báo cáo", "agency": "lao-cai", "role": "REPORTER", "scopes": scopes,
					"expiresAt": s.Clock.Now().Add(24 * time.Hour)}}, &made)
			require.Empty(t, made.CreateMachineToken.UserErrors)
			return s.WithToken(made.CreateMachineToken.Secret), made.CreateMachineToken.MachineToken.ID
		}
		upload := map[string]any{"agency": "lao-cai", "window": window, "mode": "ALL"}
		reader, _ := machine("READ")
		form := downloaded(t, reader, "lao-cai")
		assert.Equal(t, "NOT_ALLOWED", refused(t, reader, "createWorkbookUpload", upload))

		writer, id := machine("READ", "EDIT")
		link := given(t, writer, "createWorkbookUpload", upload)
		file := edited(t, form, figures, map[string]any{"H" + row(t, form, "1.1"): 50})
		assert.Equal(t, 1, sent(t, link, file).Written)
		step(t, s.As("admin"), "revokeMachineToken", map[string]any{"id": id})
		r := follow(t, http.MethodPut, link, bytes.NewReader(file))
		assert.Equal(t, http.StatusForbidden, r.status)
		assert.Equal(t, "NOT_ALLOWED", r.refusal(t).Code)
	})
}
