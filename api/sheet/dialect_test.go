package sheet_test

import (
	"encoding/xml"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Programs write the same workbook in different ways. Each of these is one of
// them, applied to every sheet.
func TestReadUnderstandsWhatProgramsWrite(t *testing.T) {
	good := written(t, form())
	want, _ := understood(t, good)
	for name, dialect := range map[string]func(*testing.T, map[string]string){
		"texts in the cells": inlineTexts,
		"texts in the cells, in several pieces": func(t *testing.T, all map[string]string) {
			inlineTexts(t, all)
			eachSheet(all, func(s string) string {
				return regexp.MustCompile(`<is><t[^>]*>([^<&])([^<]*)</t></is>`).
					ReplaceAllString(s, `<is><r><rPr><b/></rPr><t>$1</t></r><r><t xml:space="preserve">$2</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is>`)
			})
		},
		"texts as results": func(t *testing.T, all map[string]string) {
			inlineTexts(t, all)
			eachSheet(all, func(s string) string {
				s = strings.ReplaceAll(s, `t="inlineStr"`, `t="str"`)
				return regexp.MustCompile(`<is><t[^>]*>([^<]*)</t></is>`).ReplaceAllString(s, `<v>$1</v>`)
			})
		},
		"numbers with their type": func(t *testing.T, all map[string]string) {
			eachSheet(all, func(s string) string {
				return regexp.MustCompile(`<c r="([A-Z]+\d+)" s="(\d+)"><v>`).ReplaceAllString(s, `<c r="$1" s="$2" t="n"><v>`)
			})
		},
		"numbers with 17 digits": func(t *testing.T, all map[string]string) {
			eachSheet(all, func(s string) string {
				s = strings.ReplaceAll(s, "<v>86.97</v>", "<v>86.969999999999999</v>")
				return strings.ReplaceAll(s, "<v>9800</v>", "<v>9.8000000000000000E+3</v>")
			})
		},
		"no positions where they follow from the order": func(t *testing.T, all map[string]string) {
			eachSheet(all, func(s string) string { return regexp.MustCompile(` r="A\d+"`).ReplaceAllString(s, "") })
		},
		"empty rows down to the last": func(t *testing.T, all map[string]string) {
			eachSheet(all, func(s string) string {
				return strings.Replace(s, "</sheetData>", `<row r="1048575" ht="12.8"/><row r="1048576"><c r="A1048576" s="1"/></row></sheetData>`, 1)
			})
		},
		"the strict namespaces": func(t *testing.T, all map[string]string) {
			for part, content := range all {
				content = strings.ReplaceAll(content, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
				all[part] = strings.ReplaceAll(content, "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
			}
		},
		"a prefix on every name": func(t *testing.T, all map[string]string) {
			eachSheet(all, func(s string) string {
				s = regexp.MustCompile(`<(/?)([a-zA-Z])`).ReplaceAllString(s, "<${1}x:$2")
				return strings.Replace(strings.Replace(s, "<x:xml", "<xml", 1), "xmlns=", "xmlns:x=", 1)
			})
		},
		"absolute targets": func(t *testing.T, all map[string]string) {
			part := "xl/_rels/workbook.xml.rels"
			all[part] = strings.ReplaceAll(all[part], `Target="worksheets/`, `Target="/xl/worksheets/`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			all := parts(t, good)
			before := fmt.Sprint(all)
			dialect(t, all)
			require.NotEqual(t, before, fmt.Sprint(all), "the dialect changes nothing")
			for part, content := range all {
				if strings.HasSuffix(part, ".xml") {
					require.NoError(t, wellFormed(content), part)
				}
			}
			filled, found := understood(t, zipped(t, all))
			assert.Empty(t, found)
			assert.Equal(t, fmt.Sprint(want), fmt.Sprint(filled))
			require.Len(t, filled.Cells, len(want.Cells))
			for i := range want.Cells {
				assert.Equal(t, text(want.Cells[i].Value), text(filled.Cells[i].Value))
				assert.Equal(t, text(want.Cells[i].Numerator), text(filled.Cells[i].Numerator))
				assert.Equal(t, want.Cells[i].Note, filled.Cells[i].Note)
				assert.False(t, filled.Cells[i].Changed)
			}
			assert.Equal(t, want.Narratives, filled.Narratives)
		})
	}
}

func wellFormed(content string) error {
	return xml.Unmarshal([]byte(content), new(struct{}))
}

func eachSheet(all map[string]string, change func(string) string) {
	for part, content := range all {
		if strings.HasPrefix(part, "xl/worksheets/sheet") {
			all[part] = change(content)
		}
	}
}

// inlineTexts moves the shared texts into the cells.
func inlineTexts(t *testing.T, all map[string]string) {
	var shared struct {
		Items []struct {
			Text string `xml:"t"`
		} `xml:"si"`
	}
	require.NoError(t, xml.Unmarshal([]byte(all["xl/sharedStrings.xml"]), &shared))
	eachSheet(all, func(s string) string {
		return regexp.MustCompile(`t="s"><v>(\d+)</v>`).ReplaceAllStringFunc(s, func(cell string) string {
			i, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(cell, `t="s"><v>`), "</v>"))
			require.NoError(t, err)
			return `t="inlineStr"><is><t xml:space="preserve">` + html.EscapeString(shared.Items[i].Text) + `</t></is>`
		})
	})
	delete(all, "xl/sharedStrings.xml")
}

func TestAMergedCellIsReadOnce(t *testing.T) {
	filled, found := understood(t, swap(t, filledIn(t, map[string]any{"H12": 5, "K12": "Sơ bộ"}),
		figuresPart, `<mergeCells count="15">`, `<mergeCells count="16"><mergeCell ref="H12:J12"/>`))
	assert.Empty(t, found)
	got := cellOf(t, filled, "1.1")
	assert.Equal(t, "5", got.Value.String())
	assert.Nil(t, got.Numerator)
}
