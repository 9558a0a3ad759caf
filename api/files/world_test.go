package files_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

const (
	figures    = "Số liệu chỉ tiêu"
	narratives = "Thuyết minh"
	list       = "Lỗi"
	xlsx       = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	window     = "2023-Q1"
)

// world is a server with the embedded plan in the middle of the first window of
// 2023, for whose reports these tests are.
func world(t *testing.T, d *apitest.Database) *apitest.Server {
	t.Helper()
	s := apitest.SignedIn(t, d)
	s.Clock.Set(at("2023-03-20T09:00:00+07:00"))
	return s
}

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// A handedOut is a link, or why there is none.
type handedOut struct {
	URL        *string
	ExpiresAt  *time.Time
	UserErrors []struct{ Code, Message string }
}

// asked asks for a link by a mutation.
func asked(t *testing.T, s *apitest.Server, mutation string, input map[string]any) handedOut {
	t.Helper()
	var answer map[string]handedOut
	s.Get(t, `mutation($input: `+strings.ToUpper(mutation[:1])+mutation[1:]+`Input!) { `+mutation+`(input: $input) { url expiresAt userErrors { code message } } }`,
		map[string]any{"input": input}, &answer)
	return answer[mutation]
}

// given is the address of a link that there must be.
func given(t *testing.T, s *apitest.Server, mutation string, input map[string]any) string {
	t.Helper()
	l := asked(t, s, mutation, input)
	require.Empty(t, l.UserErrors)
	require.NotNil(t, l.URL)
	return *l.URL
}

// refused is the code with which a link is refused.
func refused(t *testing.T, s *apitest.Server, mutation string, input map[string]any) string {
	t.Helper()
	l := asked(t, s, mutation, input)
	require.Nil(t, l.URL)
	require.Nil(t, l.ExpiresAt)
	require.Len(t, l.UserErrors, 1)
	require.NotEmpty(t, l.UserErrors[0].Message)
	return l.UserErrors[0].Code
}

func uploadTo(t *testing.T, s *apitest.Server, agency, mode string) string {
	t.Helper()
	return given(t, s, "createWorkbookUpload", map[string]any{"agency": agency, "window": window, "mode": mode})
}

// A reply is what a link answered.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// follow sends a request to a link, with header lines in pairs and no credential.
func follow(t *testing.T, method, link string, body io.Reader, header ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, link, body)
	require.NoError(t, err)
	for n := 0; n+1 < len(header); n += 2 {
		r.Header.Set(header[n], header[n+1])
	}
	w, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer w.Body.Close()
	content, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	return reply{w.StatusCode, w.Header, content}
}

// A told is a refusal.
type told struct {
	Code, Message string
	Messages      struct{ Vi, En string }
	Changes       []struct{ Indicator, What, Was, Is string }
}

func (r reply) refusal(t *testing.T) told {
	t.Helper()
	require.Contains(t, r.header.Get("Content-Type"), "application/json", "%s", r.body)
	var said told
	require.NoError(t, json.Unmarshal(r.body, &said), "%s", r.body)
	require.NotEmpty(t, said.Messages.Vi)
	require.NotEmpty(t, said.Messages.En)
	return said
}

// An outcome is the answer to a workbook.
type outcome struct {
	Mode          string
	Written, Rows int
	Findings      []finding
	Submission    *struct {
		ID      string
		Version int
		Status  string
	}
}

type finding struct{ Sheet, Position, Indicator, Code, Severity, Message string }

// errors are the findings that keep a row from being written, as position code.
func (o outcome) errors() (all []string) {
	for _, f := range o.Findings {
		if f.Severity == "ERROR" {
			all = append(all, f.Position+" "+f.Code)
		}
	}
	return all
}

// sent sends a workbook that must not be refused as a whole.
func sent(t *testing.T, link string, book []byte, header ...string) outcome {
	t.Helper()
	r := follow(t, http.MethodPut, link, bytes.NewReader(book), header...)
	require.Equal(t, http.StatusOK, r.status, "%s", r.body)
	var o outcome
	require.NoError(t, json.Unmarshal(r.body, &o), "%s", r.body)
	return o
}

// downloaded is the workbook of an agency, as somebody gets it.
func downloaded(t *testing.T, s *apitest.Server, agency string) []byte {
	t.Helper()
	r := follow(t, http.MethodGet, given(t, s, "createWorkbook", map[string]any{"agency": agency, "window": window}), nil)
	require.Equal(t, http.StatusOK, r.status, "%s", r.body)
	return r.body
}

// book opens a workbook as another program would.
func book(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// edited is a workbook with cells of a sheet set, as somebody does in a
// spreadsheet.
func edited(t *testing.T, content []byte, sheet string, cells map[string]any) []byte {
	t.Helper()
	f := book(t, content)
	for cell, value := range cells {
		require.NoError(t, f.SetCellValue(sheet, cell, value))
	}
	out, err := f.WriteToBuffer()
	require.NoError(t, err)
	return out.Bytes()
}

// cell reads a cell of a workbook.
func cell(t *testing.T, content []byte, sheet, name string) string {
	t.Helper()
	text, err := book(t, content).GetCellValue(sheet, name, excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	return text
}

// row is the row of an indicator in the sheet of figures, as text.
func row(t *testing.T, content []byte, code string) string {
	t.Helper()
	f := book(t, content)
	found, err := f.SearchSheet(figures, code)
	require.NoError(t, err)
	for _, name := range found {
		if strings.HasPrefix(name, "A") {
			return name[1:]
		}
	}
	require.Failf(t, "no row", "indicator %s", code)
	return ""
}

// A report is what the graph says of one.
type report struct {
	ID, Status       string
	Version, Drafted int
	Figures          struct{ Edges []struct{ Node figure } }
	Narratives       []struct{ Kind, Body string }
	Evidence         []struct {
		ID, Hash, Name, MediaType string
		Size                      int
		Indicator                 *struct{ Code string }
		By                        struct{ Name string }
		Link                      struct{ URL string }
	}
}

type figure struct {
	ID, Value, Grade, State string
	Note, SupersededAt      *string
	Prefilled               bool
	Indicator               struct{ Code string }
}

const selection = `id status version drafted narratives { kind body }
	evidence { id hash name mediaType size indicator { code } by { name } link { url } }
	figures(first: 200) { edges { node { id value grade state note prefilled supersededAt indicator { code } } } }`

// reported is a report as somebody sees it; nil where there is none.
func reported(t *testing.T, s *apitest.Server, agency string) *report {
	t.Helper()
	var answer struct{ Submission *report }
	s.Get(t, `query($agency: String!) { submission(agency: $agency, window: "`+window+`") { `+selection+` } }`,
		map[string]any{"agency": agency}, &answer)
	return answer.Submission
}

// figure is a figure of a report; nil where there is none.
func (r *report) figure(code string) *figure {
	for _, e := range r.Figures.Edges {
		if e.Node.Indicator.Code == code && e.Node.SupersededAt == nil {
			return &e.Node
		}
	}
	return nil
}

// entered enters a figure the other way, over the graph.
func entered(t *testing.T, s *apitest.Server, agency, code, value string) {
	t.Helper()
	putCell(t, s, agency, map[string]any{"code": code, "value": value})
}

// takenOut takes a figure out over the graph.
func takenOut(t *testing.T, s *apitest.Server, agency, code string) {
	t.Helper()
	putCell(t, s, agency, map[string]any{"code": code})
}

func putCell(t *testing.T, s *apitest.Server, agency string, cell map[string]any) {
	t.Helper()
	var answer struct {
		PutFigures struct {
			UserErrors []struct{ Code, Message string }
		}
	}
	s.Get(t, `mutation($input: PutFiguresInput!) { putFigures(input: $input) { userErrors { code message } } }`, map[string]any{"input": map[string]any{
		"agency": agency, "window": window, "cells": []any{cell}}}, &answer)
	require.Empty(t, answer.PutFigures.UserErrors)
}

// step makes a step in the life of a report.
func step(t *testing.T, s *apitest.Server, mutation string, input map[string]any) {
	t.Helper()
	var answer map[string]struct {
		UserErrors []struct{ Code, Message string }
	}
	s.Get(t, `mutation($input: `+strings.ToUpper(mutation[:1])+mutation[1:]+`Input!) { `+mutation+`(input: $input) { userErrors { code message } } }`,
		map[string]any{"input": input}, &answer)
	require.Empty(t, answer[mutation].UserErrors)
}
