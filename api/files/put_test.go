package files_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
)

// mixed is the workbook of Lào Cai with two good rows, one that cannot be
// understood, one that the checks refuse, and one half of a fraction.
func mixed(t *testing.T, s *apitest.Server) []byte {
	t.Helper()
	form := downloaded(t, s, "lao-cai")
	return edited(t, form, figures, map[string]any{
		"H" + row(t, form, "1.1"): 86.97,
		"H" + row(t, form, "1.2"): "86,97",
		"H" + row(t, form, "1.3"): 186.97,
		"I" + row(t, form, "1.4"): 50,
		"I" + row(t, form, "1.5"): 1, "J" + row(t, form, "1.5"): 3,
	})
}

func TestAFaultyRowKeepsAllRowsOut(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		file := mixed(t, hoa)
		r2, r3, r4 := row(t, file, "1.2"), row(t, file, "1.3"), row(t, file, "1.4")
		want := []string{"H" + r2 + " TEXT_NUMBER", "J" + r4 + " FRACTION_INCOMPLETE", "H" + r3 + " CHECK"}
		for _, mode := range []string{"DRY_RUN", "ALL"} {
			got := sent(t, uploadTo(t, hoa, "lao-cai", mode), file, "Accept-Language", "vi")
			assert.Equal(t, 5, got.Rows, mode)
			assert.Zero(t, got.Written, mode)
			assert.Equal(t, want, got.errors(), mode)
			assert.Nil(t, got.Submission, mode)
			last := got.Findings[len(got.Findings)-1]
			assert.Equal(t, finding{figures, "H" + r3, "1.3", "CHECK", "ERROR",
				"Ô H" + r3 + ": PERCENT_RANGE: Tỷ lệ 186.97% nằm ngoài khoảng 0 đến 100."}, last)
			assert.Nil(t, reported(t, hoa, "lao-cai"), "the report is not even begun")
		}
	})
}

func TestRowsWithoutAFaultAreWrittenAndTheOthersComeBackMarked(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		file := mixed(t, hoa)
		r2, r3, r4 := row(t, file, "1.2"), row(t, file, "1.3"), row(t, file, "1.4")

		r := follow(t, http.MethodPut, uploadTo(t, hoa, "lao-cai", "EACH"), bytes.NewReader(file), "Accept", xlsx)
		require.Equal(t, http.StatusOK, r.status, "%s", r.body)
		assert.Equal(t, xlsx, r.header.Get("Content-Type"))
		assert.Contains(t, r.header.Get("Content-Disposition"), "attachment; filename=phu-luc-01-lao-cai-2023-Q1-loi.xlsx")
		seen := reported(t, hoa, "lao-cai")
		require.NotNil(t, seen)
		for name, want := range map[string]string{"Mode": "EACH", "Rows": "5", "Written": "2", "Errors": "3", "Findings": "3"} {
			assert.Equal(t, want, r.header.Get("X-Workbook-"+name), name)
		}
		assert.Equal(t, seen.ID, r.header.Get("X-Submission-Id"))
		assert.Equal(t, "DRAFT", r.header.Get("X-Submission-Status"))
		assert.Equal(t, "86.97", seen.figure("1.1").Value)
		assert.Equal(t, "33.333333333333", seen.figure("1.5").Value)
		assert.Nil(t, seen.figure("1.3"))

		marked := book(t, r.body)
		comments, err := marked.GetComments(figures)
		require.NoError(t, err)
		var cells []string
		for _, c := range comments {
			cells = append(cells, c.Cell)
		}
		assert.ElementsMatch(t, []string{"H" + r2, "H" + r3, "J" + r4}, cells)
		listed, err := marked.GetRows(list)
		require.NoError(t, err)
		assert.Greater(t, len(listed), 3)

		// What came back is put right and sent again: no conflict with oneself.
		s.Clock.Advance(time.Minute)
		right := edited(t, r.body, figures, map[string]any{"H" + r2: 86.97, "H" + r3: 96.97, "J" + r4: 100, "H" + row(t, file, "1.1"): 87})
		got := sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), right)
		assert.Empty(t, got.errors())
		assert.Equal(t, 4, got.Written)
		seen = reported(t, hoa, "lao-cai")
		assert.Equal(t, "87", seen.figure("1.1").Value)
		assert.Equal(t, "50", seen.figure("1.4").Value)
		assert.Equal(t, 5, seen.Drafted)
	})
}

func TestWhatChangedMeanwhileIsNotOverwritten(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		entered(t, hoa, "lao-cai", "1.1", "10")
		entered(t, hoa, "lao-cai", "1.4", "40")
		form := downloaded(t, hoa, "lao-cai")
		r1, r2, r3, r4 := row(t, form, "1.1"), row(t, form, "1.2"), row(t, form, "1.3"), row(t, form, "1.4")

		entered(t, hoa, "lao-cai", "1.1", "11") // changed in the file as well
		entered(t, hoa, "lao-cai", "1.2", "22") // not in the file
		entered(t, hoa, "lao-cai", "1.3", "33") // the same in the file
		file := edited(t, form, figures, map[string]any{"H" + r1: 12, "H" + r3: 33, "H" + r4: 44})

		all := sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), file)
		assert.Equal(t, []string{"H" + r1 + " CONFLICT"}, all.errors())
		assert.Contains(t, all.Findings[0].Message, "11")
		assert.Zero(t, all.Written)

		each := sent(t, uploadTo(t, hoa, "lao-cai", "EACH"), file)
		assert.Equal(t, []string{"H" + r1 + " CONFLICT"}, each.errors())
		assert.Equal(t, 3, each.Rows)
		assert.Equal(t, 1, each.Written)
		seen := reported(t, hoa, "lao-cai")
		for code, want := range map[string]string{"1.1": "11", "1.2": "22", "1.3": "33", "1.4": "44"} {
			assert.Equal(t, want, seen.figure(code).Value, code)
		}

		entered(t, hoa, "lao-cai", "1.4", "45") // on top of what the file wrote
		takenOut(t, hoa, "lao-cai", "1.3")
		s.Clock.Advance(time.Minute)
		late := sent(t, uploadTo(t, hoa, "lao-cai", "EACH"), edited(t, file, figures, map[string]any{"H" + r1: 11, "H" + r3: 34, "H" + r4: 46}))
		assert.Equal(t, []string{"H" + r3 + " CONFLICT", "H" + r4 + " CONFLICT"}, late.errors())
		assert.Equal(t, "22", cell(t, downloaded(t, hoa, "lao-cai"), figures, "H"+r2))
	})
}

func TestTextsFollowTheSameRules(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		entered(t, hoa, "lao-cai", "1.1", "10")
		id := reported(t, hoa, "lao-cai").ID
		step(t, hoa, "putNarrative", map[string]any{"submission": id, "kind": "DIFFICULTY", "body": "Thiếu nhân lực", "routedTo": "cuc-cdsqg"})
		form := downloaded(t, hoa, "lao-cai")
		step(t, hoa, "putNarrative", map[string]any{"submission": id, "kind": "TREND", "body": "Tăng"})
		file := edited(t, form, narratives, map[string]any{"B6": "Giảm", "B8": "Thiếu nhân lực và kinh phí", "B10": strings.Repeat("x", 20_001)})

		got := sent(t, uploadTo(t, hoa, "lao-cai", "EACH"), file)
		assert.ElementsMatch(t, []string{"B6 CONFLICT", "B10 TOO_LONG"}, got.errors())
		assert.Equal(t, narratives, got.Findings[len(got.Findings)-1].Sheet)
		assert.Equal(t, 3, got.Rows)
		assert.Equal(t, 1, got.Written)
		bodies := map[string]string{}
		for _, n := range reported(t, hoa, "lao-cai").Narratives {
			bodies[n.Kind] = n.Body
		}
		assert.Equal(t, map[string]string{"TREND": "Tăng", "DIFFICULTY": "Thiếu nhân lực và kinh phí"}, bodies)
		n := d.Client.Narrative.Query().Where(narrative.KindEQ(narrative.KindDIFFICULTY), narrative.SupersededAtIsNil()).WithRoutedTo().OnlyX(apitest.System())
		require.NotNil(t, n.Edges.RoutedTo)
		assert.Equal(t, "cuc-cdsqg", n.Edges.RoutedTo.Code, "who owes an answer still does")
	})
}

func TestFiguresAndTextsAreTakenOut(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		entered(t, hoa, "lao-cai", "1.1", "10")
		form := downloaded(t, hoa, "lao-cai")
		r1, r2 := row(t, form, "1.1"), row(t, form, "1.2")
		first := sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), edited(t, form, narratives, map[string]any{"B6": "Xu hướng."}))
		assert.Equal(t, 1, first.Written)

		s.Clock.Advance(time.Minute)
		form = downloaded(t, hoa, "lao-cai")
		file := edited(t, edited(t, form, figures, map[string]any{"H" + r1: nil, "M" + r2: "Chưa có số liệu"}), narratives, map[string]any{"B6": nil})
		got := sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), file)
		assert.Equal(t, 2, got.Written)
		require.Len(t, got.Findings, 1)
		assert.Equal(t, "M"+r2+" NOTE_WITHOUT_FIGURE WARNING", got.Findings[0].Position+" "+got.Findings[0].Code+" "+got.Findings[0].Severity)
		seen := reported(t, hoa, "lao-cai")
		assert.Nil(t, seen.figure("1.1"))
		assert.Empty(t, seen.Narratives)
		assert.Zero(t, seen.Drafted)
	})
}

func TestWarningsAreWrittenAndTold(t *testing.T) {
	s := world(t, apitest.PlannedSQLite(t))
	hoa := s.As("reporter-lao-cai")
	form := downloaded(t, hoa, "lao-cai")
	r1 := row(t, form, "1.1")
	got := sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), edited(t, form, figures, map[string]any{"H" + r1: 86.97, "K" + r1: "Chính thức"}))
	assert.Equal(t, 1, got.Written)
	require.Len(t, got.Findings, 1)
	assert.Equal(t, "CHECK WARNING", got.Findings[0].Code+" "+got.Findings[0].Severity)
	assert.Equal(t, "OFFICIAL", reported(t, hoa, "lao-cai").figure("1.1").Grade)
}

// known puts an approved figure of the window before.
func known(t *testing.T, d *apitest.Database, agencyCode, code, value string) {
	t.Helper()
	ctx := apitest.System()
	owner := d.Client.Agency.Query().Where(agency.Code(agencyCode)).OnlyX(ctx)
	before := d.Client.ReportingWindow.Query().Where(reportingwindow.Code("2022-Q4")).OnlyX(ctx)
	i := d.Client.Indicator.Query().Where(indicator.Code(code), indicator.HasPlanWith(plan.Code("2021-2025"))).OnlyX(ctx)
	d.Client.Figure.Create().SetIndicatorID(i.ID).SetAgencyID(owner.ID).SetYear(2022).SetWindowID(before.ID).SetPeriodKey("2022-Q4").
		SetGrade("OFFICIAL").SetSource("DECLARED").SetStatedValue(decimal.RequireFromString(value)).
		SetRecordedAt(before.DueAt).SetApprovedAt(before.DueAt).ExecX(ctx)
}

func TestASuggestionIsReportedOnlyWhereSomebodyConfirmsIt(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		known(t, d, "lao-cai", "1.1", "80.5")
		known(t, d, "lao-cai", "1.2", "70")
		form := downloaded(t, hoa, "lao-cai")
		r1, r2, r3 := row(t, form, "1.1"), row(t, form, "1.2"), row(t, form, "1.3")
		assert.Equal(t, "80.5", cell(t, form, figures, "F"+r1))
		assert.Equal(t, "Chính thức (2022-Q4)", cell(t, form, figures, "G"+r1))
		assert.Equal(t, "80.5", cell(t, form, figures, "H"+r1), "what the report would begin with")

		file := edited(t, form, figures, map[string]any{"M" + r2: "Không thay đổi", "K" + r2: "Sơ bộ", "H" + r3: 5})
		got := sent(t, uploadTo(t, hoa, "lao-cai", "ALL"), file)
		assert.Equal(t, 2, got.Written)
		require.Len(t, got.Findings, 1)
		assert.Equal(t, "H"+r1+" UNCONFIRMED WARNING", got.Findings[0].Position+" "+got.Findings[0].Code+" "+got.Findings[0].Severity)
		seen := reported(t, hoa, "lao-cai")
		assert.True(t, seen.figure("1.1").Prefilled)
		assert.False(t, seen.figure("1.2").Prefilled)
		assert.Equal(t, "70", seen.figure("1.2").Value)
		assert.Equal(t, 2, seen.Drafted)
	})
}

func TestARetryThatOvertakesTheFirstWritesOnce(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := world(t, d)
		hoa := s.As("reporter-lao-cai")
		form := downloaded(t, hoa, "lao-cai")
		file := edited(t, form, figures, map[string]any{"H" + row(t, form, "1.1"): 50})
		link := uploadTo(t, hoa, "lao-cai", "ALL")
		answers := make(chan string, 4)
		for range cap(answers) {
			go func() { answers <- raced(link, file) }()
		}
		first := <-answers
		for range cap(answers) - 1 {
			assert.Equal(t, first, <-answers)
		}
		seen := reported(t, hoa, "lao-cai")
		assert.Contains(t, first, fmt.Sprintf(`"written":1,"rows":1,"findings":[],"submission":{"id":%q,"version":%d,`, seen.ID, seen.Version))
		assert.Len(t, seen.Figures.Edges, 1)
		assert.Equal(t, 1, d.Client.Event.Query().Where(event.Action("workbook.put")).CountX(apitest.System()))
	})
}

// raced sends a workbook from a goroutine of its own, and returns what came back.
func raced(link string, book []byte) string {
	r, err := http.NewRequest(http.MethodPut, link, bytes.NewReader(book))
	if err != nil {
		return err.Error()
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return err.Error()
	}
	defer w.Body.Close()
	content, err := io.ReadAll(w.Body)
	return fmt.Sprint(w.StatusCode, string(content), err)
}
