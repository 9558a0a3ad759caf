package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/xuri/excelize/v2"
)

// workbooks are the requests for the workbook of the agency that owes 60 figures:
// to have it written, and to have it read when it is filled in, without anything
// being kept.
func (c *cycle) workbooks(ctx context.Context, server *peer) ([]request, error) {
	windows, err := openWindows(ctx, c.DB, 1)
	if err != nil {
		return nil, err
	}
	about := fmt.Sprintf("agency: %q, window: %q", c.more.code, windows[0].code)
	down, err := c.link(ctx, server, "createWorkbook(input: {"+about+"})")
	if err != nil {
		return nil, err
	}
	up, err := c.link(ctx, server, "createWorkbookUpload(input: {"+about+", mode: DRY_RUN})")
	if err != nil {
		return nil, err
	}
	blank, err := server.send(ctx, http.MethodGet, down, "", nil)
	if err != nil {
		return nil, err
	}
	filled, err := fillIn(blank)
	if err != nil {
		return nil, err
	}
	raw, err := server.send(ctx, http.MethodPut, up, "", filled)
	if err != nil {
		return nil, err
	}
	var outcome struct {
		Rows     int
		Findings []json.RawMessage
	}
	if err := json.Unmarshal(raw, &outcome); err != nil {
		return nil, err
	}
	if outcome.Rows != rowsOfWorkbook || len(outcome.Findings) > 0 {
		return nil, fmt.Errorf("the answer was %.500s; expected %d rows and no finding", raw, rowsOfWorkbook)
	}
	return []request{
		{screen: screen{name: "written", title: "workbook of 60 rows, written"}, bodies: [][]byte{nil}, link: down, method: http.MethodGet},
		{screen: screen{name: "read", title: "workbook of 60 rows, read and judged"}, bodies: [][]byte{filled}, link: up, method: http.MethodPut},
	}, nil
}

// link asks for a link and returns its path on the server.
func (c *cycle) link(ctx context.Context, server *peer, mutation string) (string, error) {
	raw, err := server.send(ctx, http.MethodPost, "/graphql", c.more.token, bodyOf("mutation { made: "+mutation+" { url userErrors { code message } } }", nil))
	if err != nil {
		return "", err
	}
	var answer struct {
		Data struct {
			Made struct{ URL string }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return "", err
	}
	u, err := url.Parse(answer.Data.Made.URL)
	if err != nil || u.Path == "" {
		return "", errors.Join(fmt.Errorf("no link: %.500s", raw), err)
	}
	return u.RequestURI(), nil
}

// Where figures are in the sheet: a row has the indicator's code in the first
// column, below the marker, and the value in the eighth.
const (
	figuresSheet  = "Số liệu chỉ tiêu"
	figuresMarker = "#CODE"
	valueColumn   = "H"
)

// fillIn enters a value in every row of a workbook.
func fillIn(blank []byte) ([]byte, error) {
	book, err := excelize.OpenReader(bytes.NewReader(blank))
	if err != nil {
		return nil, err
	}
	defer book.Close()
	rows, err := book.GetRows(figuresSheet)
	if err != nil {
		return nil, err
	}
	below, entered := false, 0
	for n, row := range rows {
		switch {
		case len(row) == 0 || row[0] == "":
		case row[0] == figuresMarker:
			below = true
		case below:
			entered++
			if err := book.SetCellValue(figuresSheet, fmt.Sprintf("%s%d", valueColumn, n+1), float64(entered)+0.25); err != nil {
				return nil, err
			}
		}
	}
	if entered != rowsOfWorkbook {
		return nil, fmt.Errorf("the workbook has %d rows; expected %d", entered, rowsOfWorkbook)
	}
	filled, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return filled.Bytes(), nil
}
