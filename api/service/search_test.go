package service_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// find asks for everything there is of a hit but its id.
const find = `query($text: String!, $kinds: [SearchKind!], $after: Cursor, $first: Int) {
  search(text: $text, kinds: $kinds, after: $after, first: $first) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor }
    edges { score highlight cursor node { __typename ... on Indicator { code name } ... on Task { code name: title } ... on Agency { code name } ... on LegalDocument { code: number name: title } } }
  }
}`

type found struct {
	Search struct {
		TotalCount int
		PageInfo   struct {
			HasNextPage, HasPreviousPage bool
			EndCursor                    *string
		}
		Edges []struct {
			Score     int
			Highlight string
			Cursor    string
			Node      struct {
				Type       string `json:"__typename"`
				Code, Name string
			}
		}
	}
}

// codes lists what was found.
func (f found) codes() []string {
	codes := []string{}
	for _, e := range f.Search.Edges {
		codes = append(codes, e.Node.Code)
	}
	return codes
}

// planned serves the embedded plan to the public.
func planned(t *testing.T, d *apitest.Database) *apitest.Server {
	t.Helper()
	return apitest.Serve(t, d, viewer.Public())
}

// A line of the corpus: what is typed, and the first or every code found.
type line struct {
	text  string
	codes []string
	all   bool
}

func corpus(t *testing.T) []line {
	t.Helper()
	file, err := os.Open("testdata/search.txt")
	require.NoError(t, err)
	defer file.Close()
	var lines []line
	for scanner := bufio.NewScanner(file); scanner.Scan(); {
		text := scanner.Text()
		if text == "" || text[0] == '#' {
			continue
		}
		if typed, code, ok := strings.Cut(text, " -> "); ok {
			lines = append(lines, line{typed, []string{code}, false})
			continue
		}
		typed, codes, ok := strings.Cut(text, " =")
		require.True(t, ok, text)
		lines = append(lines, line{typed, strings.FieldsFunc(strings.TrimSpace(codes), func(r rune) bool { return r == ',' }), true})
	}
	require.GreaterOrEqual(t, len(lines), 60)
	return lines
}

func TestSearchFindsWhatPeopleMean(t *testing.T) {
	lines := corpus(t)
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		for _, line := range lines {
			t.Run(line.text, func(t *testing.T) {
				var got found
				s.Get(t, find, map[string]any{"text": line.text, "first": 200}, &got)
				codes := got.codes()
				if line.all {
					want := []string{}
					for _, code := range line.codes {
						want = append(want, strings.TrimSpace(code))
					}
					assert.Equal(t, want, codes)
					return
				}
				require.NotEmpty(t, codes)
				assert.Equal(t, line.codes[0], codes[0])
			})
		}
	})
}

func TestSearchAnswersAlikeOnBothDatabases(t *testing.T) {
	lines := corpus(t)
	answers := map[string][]string{}
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		for _, line := range lines {
			answer := s.Ask(t, find, map[string]any{"text": line.text, "first": 200})
			require.Empty(t, answer.Errors)
			answers[d.Dialect] = append(answers[d.Dialect], string(answer.Data))
		}
	})
	require.Len(t, answers, 2)
	assert.Equal(t, answers["sqlite3"], answers["postgres"])
}

func TestPagesOfASearchHoldEveryHitOnce(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		for _, text := range []string{"chu ky so", "duong"} {
			var whole found
			s.Get(t, find, map[string]any{"text": text, "first": 200}, &whole)
			require.Equal(t, whole.Search.TotalCount, len(whole.Search.Edges), "%q fits one page", text)
			for _, first := range []int{1, 7} {
				var codes []string
				var after *string
				for {
					var page found
					s.Get(t, find, map[string]any{"text": text, "first": first, "after": after}, &page)
					assert.Equal(t, whole.Search.TotalCount, page.Search.TotalCount)
					assert.Equal(t, after != nil, page.Search.PageInfo.HasPreviousPage)
					codes = append(codes, page.codes()...)
					if after = page.Search.PageInfo.EndCursor; !page.Search.PageInfo.HasNextPage {
						break
					}
				}
				assert.Equal(t, whole.codes(), codes, "%q by %d", text, first)
			}
		}
	})
}

func TestSearchLooksOnlyAtTheKindsAsked(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		for kind, typename := range map[string]string{"INDICATOR": "Indicator", "TASK": "Task", "AGENCY": "Agency", "LEGAL_DOCUMENT": "LegalDocument"} {
			var got found
			s.Get(t, find, map[string]any{"text": "chinh phu", "kinds": []string{kind, kind}, "first": 200}, &got)
			require.NotEmpty(t, got.Search.Edges, kind)
			seen := map[string]bool{}
			for _, e := range got.Search.Edges {
				assert.Equal(t, typename, e.Node.Type)
				assert.False(t, seen[e.Node.Code], "%s twice", e.Node.Code)
				seen[e.Node.Code] = true
			}
		}
	})
}

func TestTypedAccentsComeBeforeOtherAccents(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := planned(t, d)
		for text, apart := range map[string]struct{ first, then string }{
			"đường": {"4.12", "hai-duong"},
			"dương": {"hai-duong", "4.12"},
		} {
			var got found
			s.Get(t, find, map[string]any{"text": text, "first": 200}, &got)
			codes := strings.Join(got.codes(), " ") + " "
			assert.Less(t, strings.Index(codes, apart.first+" "), strings.Index(codes, apart.then+" "), text)
		}
	})
}

func TestTheWordsThatMatchAreHighlighted(t *testing.T) {
	s := planned(t, apitest.PlannedSQLite(t))
	for text, want := range map[string]string{
		"lao cai":          "Tỉnh «Lào» «Cai»",
		"hoà b":            "Tỉnh «Hòa» «Bình»",
		"vung tau ba ria":  "Tỉnh «Bà» «Rịa» - «Vũng» «Tàu»",
		"cuc-vt":           "«Cục» Viễn thông",
		"Tập đoàn viettel": "«Tập» «đoàn» Công nghiệp - Viễn thông Quân đội",
	} {
		var got found
		s.Get(t, find, map[string]any{"text": text}, &got)
		require.NotEmpty(t, got.Search.Edges, text)
		assert.Equal(t, want, got.Search.Edges[0].Highlight)
	}
}

func TestASearchTextHasABound(t *testing.T) {
	s := planned(t, apitest.PlannedSQLite(t))
	for name, test := range map[string]struct {
		text    string
		wantErr string
	}{
		"nothing":                               {"", ""},
		"spaces":                                {"   ", ""},
		"200 characters":                        {strings.Repeat("ữ", 200), ""},
		"200 characters in as many words":       {strings.Repeat("a ", 100), ""},
		"200 characters of punctuation":         {strings.Repeat("%", 200), ""},
		"201 characters":                        {strings.Repeat("a", 201), "INVALID_INPUT"},
		"201 spaces":                            {strings.Repeat(" ", 201), "INVALID_INPUT"},
		"a character that is none":              {"lao\x00cai", "INVALID_INPUT"},
		"a mark without a letter":               {"\u0301", ""},
		"characters beyond the basic plane":     {"😀 𝒳", ""},
		"something like a regular expression":   {"(a|b)*$", ""},
		"something like a format":               {"%s %d $1 ?", ""},
		"a closing quote and a second sentence": {"x'; SELECT 1; --", ""},
	} {
		t.Run(name, func(t *testing.T) {
			answer := s.Ask(t, find, map[string]any{"text": test.text})
			if test.wantErr == "" {
				assert.Empty(t, answer.Errors)
				return
			}
			require.Len(t, answer.Errors, 1)
			assert.Equal(t, test.wantErr, answer.Errors[0].Extensions["code"])
		})
	}
}

func TestACursorOfASearchIsChecked(t *testing.T) {
	s := planned(t, apitest.PlannedSQLite(t))
	var list struct {
		Agencies struct{ PageInfo struct{ EndCursor string } }
	}
	s.Get(t, `{ agencies(first: 1) { pageInfo { endCursor } } }`, nil, &list)
	for name, after := range map[string]string{"of a list": list.Agencies.PageInfo.EndCursor, "of nothing": "bm90aGluZw"} {
		t.Run(name, func(t *testing.T) {
			answer := s.Ask(t, find, map[string]any{"text": "so", "after": after})
			require.NotEmpty(t, answer.Errors)
			code, err := json.Marshal(answer.Errors[0].Extensions["code"])
			require.NoError(t, err)
			assert.Regexp(t, "CURSOR", string(code))
		})
	}
}
