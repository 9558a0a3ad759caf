package plan_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
	"github.com/tiendo-vn/tiendo/ent/db/target"
)

const goal = `{year: 2025, kind: GOAL, text: "≥ 80%", comparator: GTE, value: 80}`

func TestAChangedTargetSupersedes(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		load(t, d, smallWith(t), 0)
		changed := smallWith(t, goal, `{year: 2025, kind: GOAL, text: "≥ 85,5%", comparator: GTE, value: 85.5, decidedBy: 2/QĐ}`)
		report := load(t, d, changed, 1)
		assert.Equal(t, []string{
			`supersede Target p 1.1 2025 GOAL: text "≥ 80%" -> "≥ 85,5%", value "80" -> "85.5", decided_by "1/QĐ" -> "2/QĐ"`,
		}, lines(report.Changes))

		versions := d.Client.Target.Query().Where(target.KindEQ(target.KindGOAL)).WithDecidedBy().
			Order(target.ByVersion()).AllX(apitest.System())
		require.Len(t, versions, 2)
		old, next := versions[0], versions[1]
		at := clock.Add(time.Hour).Truncate(time.Microsecond)
		assert.Equal(t, "≥ 80%", old.Text)
		assert.Equal(t, "80", old.Value.String())
		assert.Equal(t, "1/QĐ", old.Edges.DecidedBy.Number, "the document of the plan")
		assert.True(t, old.SupersededAt.Equal(at))
		assert.Equal(t, 2, next.Version)
		assert.Equal(t, old.ID, *next.SupersedesID)
		assert.Equal(t, "85.5", next.Value.String())
		assert.Equal(t, "2/QĐ", next.Edges.DecidedBy.Number)
		assert.True(t, next.RecordedAt.Equal(at))
		assert.Nil(t, next.SupersededAt, "one version in force")

		e := oneEvent(t, d, "target.supersede")
		assert.Equal(t, old.ID, *e.EntityID)
		assert.JSONEq(t, `{"text": "≥ 80%", "value": "80", "decided_by": "1/QĐ"}`, string(e.Before))

		d.Statements().Reset()
		load(t, d, changed, 2)
		assert.Empty(t, d.Statements().Writes())
		load(t, d, smallWith(t), 3)
		again := d.Client.Target.Query().Where(target.KindEQ(target.KindGOAL), target.SupersededAtIsNil()).OnlyX(apitest.System())
		assert.Equal(t, 3, again.Version)
	})
}

func TestADecimalWrittenOtherwiseIsNoRevision(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		load(t, d, smallWith(t), 0)
		report := load(t, d, smallWith(t, "value: 1.5}", "value: 1.50}"), 1)
		assert.Empty(t, lines(report.Changes))
	})
}

func TestAChangedFigureSupersedes(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"another value": {"text: \"30,14%\"\n    value: 30.14", "text: \"80%\"\n    value: 80",
			`supersede Figure p 1.1 cuc-b 2022 2/QĐ OFFICIAL: text "30,14%" -> "80%", stated_value "30.14" -> "80"`},
		"another grade": {"grade: OFFICIAL", "grade: PRELIMINARY",
			`supersede Figure p 1.1 cuc-b 2022 2/QĐ PRELIMINARY: grade "OFFICIAL" -> "PRELIMINARY"`},
	} {
		t.Run(name, func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				load(t, d, smallWith(t), 0)
				changed := smallWith(t, c.old, c.new, `version: "1", title`, `version: "2", title`)
				report := load(t, d, changed, 1)
				assert.Equal(t, []string{c.want}, lines(report.Changes))
				assert.Empty(t, report.Kept)

				old := onlyFigure(t, d, figure.SupersededAtNotNil())
				next := onlyFigure(t, d, figure.SupersededAtIsNil())
				assert.Equal(t, "30.14", old.StatedValue.String())
				assert.Equal(t, old.ID, *next.SupersedesID)
				assert.Equal(t, "bundle small@2", *next.Reason)
				assert.True(t, next.RecordedAt.Equal(*old.SupersededAt), "as of any moment one of the two is in force")
				assert.True(t, next.PublishedAt.Equal(next.RecordedAt))

				d.Statements().Reset()
				load(t, d, changed, 2)
				assert.Empty(t, d.Statements().Writes())
			})
		})
	}
}

func TestGradesStandSideBySide(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		b := smallWith(t)
		load(t, d, b, 0)
		estimate := b.Figures[0]
		estimate.Grade = "ESTIMATE"
		b.Figures = append(b.Figures, estimate)
		report := load(t, d, b, 1)
		assert.Equal(t, []string{"add Figure p 1.1 cuc-b 2022 2/QĐ ESTIMATE"}, lines(report.Changes))
	})
}

func onlyFigure(t *testing.T, d *apitest.Database, force predicate.Figure) *db.Figure {
	t.Helper()
	f, err := d.Client.Figure.Query().Where(force).Only(apitest.System())
	require.NoError(t, err)
	return f
}
