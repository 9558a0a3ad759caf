package service_test

import (
	"context"
	"flag"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// summed is a small plan whose figures are summed up.
type summed struct {
	*apitest.Database
	client                        *db.Client // writes figures and targets
	indicators, agencies, windows []uuid.UUID
	version                       int
}

func newSummed(t *testing.T) *summed {
	t.Helper()
	require.NoError(t, flag.Set("rapid.nofailfile", "true")) // nothing is written into the tree
	s := &summed{Database: apitest.Postgres(t), version: 1}
	s.client = s.Client
	ctx := apitest.System()
	plan := s.Client.Plan.Create().SetCode("p").SetName("Kế hoạch").SetVersion("1").SetYearFrom(2021).SetYearTo(2025).SaveX(ctx)
	for n, unit := range []indicator.Unit{indicator.UnitPERCENT, indicator.UnitRANK} {
		s.indicators = append(s.indicators, s.Client.Indicator.Create().SetPlan(plan).SetCode([]string{"1", "2"}[n]).SetName("Chỉ tiêu").
			SetKind(indicator.KindINDICATOR).SetUnit(unit).SaveX(ctx).ID)
	}
	for n, kind := range []agency.Kind{agency.KindPROVINCE, agency.KindPROVINCE, agency.KindMINISTRY} {
		s.agencies = append(s.agencies, s.Client.Agency.Create().SetCode([]string{"a", "b", "c"}[n]).SetName("Đơn vị").SetKind(kind).SaveX(ctx).ID)
	}
	for n, code := range []string{"2023-Q1", "2023-Q2", "2024-Q1"} {
		at := time.Date(2023+n/2, 4, 1, 0, 0, 0, 0, time.UTC)
		s.windows = append(s.windows, s.Client.ReportingWindow.Create().SetCode(code).SetYear(2023+n/2).SetQuarter(1+n%2).SetCoversFrom(at).SetCoversTo(at).
			SetOpensAt(at).SetDueAt(at).SetGraceUntil(at).SetLocksAt(at).SetExpectedGrade(reportingwindow.ExpectedGradeOFFICIAL).SaveX(ctx).ID)
	}
	s.expect(t, s.indicators[0], 2023, target.KindPLAN, target.ComparatorAtLeast, 50)
	return s
}

// expect puts a target in the place of the one in force.
func (s *summed) expect(t require.TestingT, of uuid.UUID, year int, kind target.Kind, comparator target.Comparator, value int64) {
	ctx := apitest.System()
	s.version++
	_, err := s.client.Target.Update().Where(target.IndicatorID(of), target.Year(year), target.KindEQ(kind), target.SupersededAtIsNil()).
		SetSupersededAt(time.Now()).Save(ctx)
	require.NoError(t, err)
	require.NoError(t, s.client.Target.Create().SetIndicatorID(of).SetYear(year).SetKind(kind).SetComparator(comparator).
		SetValue(decimal.NewFromInt(value)).SetText("x").SetVersion(s.version).Exec(ctx))
}

// state adds a figure; nil where the cell is taken.
func (s *summed) state(t require.TestingT, of, by, in uuid.UUID, set func(*db.FigureCreate)) *uuid.UUID {
	create := s.client.Figure.Create().SetIndicatorID(of).SetAgencyID(by).SetWindowID(in).SetYear(2023).SetPeriodKey("x").
		SetGrade(figure.GradeOFFICIAL).SetSource(figure.SourceDECLARED)
	set(create)
	f, err := create.Save(apitest.System())
	if db.IsConstraintError(err) {
		return nil
	}
	require.NoError(t, err)
	return &f.ID
}

// viewers are who may see different figures.
func (s *summed) viewers() map[string]viewer.Viewer {
	at := func(role viewer.Role, where uuid.UUID) viewer.Viewer {
		return viewer.Viewer{Person: uuid.New(), Grants: []viewer.Grant{{Role: role, Agency: where}}}
	}
	measures := at(viewer.RoleReviewer, s.agencies[2])
	measures.Measures = s.indicators[:1]
	return map[string]viewer.Viewer{
		"public": viewer.Public(), "inspector": viewer.Inspector("x"),
		"reporter": at(viewer.RoleReporter, s.agencies[0]), "measures": measures,
	}
}

// same compares the sums with what reading the figures gives: a read as of a
// time to come reads them all.
func (s *summed) same(t require.TestingT) {
	province := agency.KindPROVINCE
	for name, v := range s.viewers() {
		ctx := viewer.NewContext(context.Background(), v)
		for _, kind := range []*agency.Kind{nil, &province} {
			for _, year := range []int{2023, 2024} {
				kept, err := service.RollUpYear(ctx, s.Client, s.Dialect, "p", year, kind)
				require.NoError(t, err)
				read, err := service.RollUpYear(asof.With(ctx, time.Now().Add(time.Hour)), s.Client, s.Dialect, "p", year, kind)
				require.NoError(t, err)
				require.Equal(t, plain(read), plain(kept), "%s, %d, %v", name, year, kind)
			}
		}
	}
}

// plain is a roll-up as text.
func plain(rows []*service.RollUp) (texts []string) {
	text := func(d *decimal.Decimal) string {
		if d == nil {
			return "-"
		}
		return d.String()
	}
	for _, r := range rows {
		texts = append(texts, r.Indicator.Code+" "+r.Window.Code+" "+decimal.NewFromInt(int64(r.Count)).String()+" "+text(r.Mean)+" "+text(r.ShareMeetingTarget))
	}
	return texts
}

// Whatever is done to figures and to what they are judged by, the sums are what
// reading the figures gives, for everybody.
func TestSumsAreWhatTheFiguresSumUpTo(t *testing.T) {
	s := newSummed(t)
	rapid.Check(t, func(t *rapid.T) {
		_, err := s.Client.Figure.Delete().Exec(apitest.System())
		require.NoError(t, err)
		t.Repeat(map[string]func(*rapid.T){
			"state": s.drawState, "approve": s.drawApprove, "publish": s.drawPublish, "revise": s.drawRevise, "correct": s.drawCorrect,
			"withdraw": s.drawWithdraw, "expect": s.drawExpect, "measure": s.drawMeasure, "reorganise": s.drawReorganise, "redate": s.drawRedate,
			"fold": func(t *rapid.T) {
				require.NoError(t, service.FoldRollUps(apitest.System(), s.Client, s.Dialect))
			},
			"": func(t *rapid.T) { s.same(t) },
		})
	})
}

func (s *summed) drawState(t *rapid.T) {
	life := rapid.IntRange(0, 3).Draw(t, "life")
	s.state(t, rapid.SampledFrom(s.indicators).Draw(t, "indicator"), rapid.SampledFrom(s.agencies).Draw(t, "agency"),
		rapid.SampledFrom(s.windows).Draw(t, "window"), func(c *db.FigureCreate) {
			c.SetGrade(rapid.SampledFrom([]figure.Grade{figure.GradeESTIMATE, figure.GradeOFFICIAL}).Draw(t, "grade"))
			number := decimal.NewFromInt(rapid.Int64Range(0, 100).Draw(t, "number"))
			if rapid.Bool().Draw(t, "fraction") {
				c.SetNumerator(number).SetDenominator(decimal.NewFromInt(rapid.Int64Range(1, 7).Draw(t, "denominator")))
			} else {
				c.SetStatedValue(number)
			}
			if life > 0 {
				c.SetApprovedAt(time.Now())
			}
			if life > 1 {
				c.SetPublishedAt(time.Now())
			}
			if life > 2 {
				c.SetSupersededAt(time.Now())
			}
		})
}

// each draws whether a change is of one figure or of all those of a window.
func (s *summed) each(t *rapid.T) *db.FigureUpdate {
	u := s.Client.Figure.Update().Where(figure.WindowID(rapid.SampledFrom(s.windows).Draw(t, "window")))
	if rapid.Bool().Draw(t, "one agency") {
		u.Where(figure.AgencyID(rapid.SampledFrom(s.agencies).Draw(t, "agency")))
	}
	return u
}

func (s *summed) drawApprove(t *rapid.T) {
	_, err := s.each(t).Where(figure.ApprovedAtIsNil()).SetApprovedAt(time.Now()).Save(apitest.System())
	if !db.IsConstraintError(err) { // two wait for one cell
		require.NoError(t, err)
	}
}

func (s *summed) drawPublish(t *rapid.T) {
	_, err := s.each(t).Where(figure.ApprovedAtNotNil()).SetPublishedAt(time.Now()).Save(apitest.System())
	require.NoError(t, err)
}

// drawRevise puts a better figure in the place of one, published or not.
func (s *summed) drawRevise(t *rapid.T) {
	old, err := s.Client.Figure.Query().Where(figure.ApprovedAtNotNil(), figure.SupersededAtIsNil(),
		figure.AgencyID(rapid.SampledFrom(s.agencies).Draw(t, "agency"))).First(apitest.System())
	if db.IsNotFound(err) {
		return
	}
	require.NoError(t, err)
	require.NoError(t, s.Client.Figure.UpdateOne(old).SetSupersededAt(time.Now()).Exec(apitest.System()))
	s.state(t, old.IndicatorID, old.AgencyID, *old.WindowID, func(c *db.FigureCreate) {
		c.SetGrade(old.Grade).SetStatedValue(decimal.New(rapid.Int64Range(0, 10000).Draw(t, "better"), -2)).SetApprovedAt(time.Now()).SetSupersedesID(old.ID)
		if rapid.Bool().Draw(t, "published") {
			c.SetPublishedAt(time.Now())
		}
	})
}

func (s *summed) drawCorrect(t *rapid.T) {
	_, err := s.each(t).Where(figure.StatedValueNotNil()).
		SetStatedValue(decimal.NewFromInt(rapid.Int64Range(0, 100).Draw(t, "number"))).Save(apitest.System())
	require.NoError(t, err)
}

// drawWithdraw takes figures back, or away.
func (s *summed) drawWithdraw(t *rapid.T) {
	if rapid.Bool().Draw(t, "away") {
		_, err := s.Client.Figure.Delete().Where(figure.AgencyID(rapid.SampledFrom(s.agencies).Draw(t, "agency")),
			figure.SupersedesIDIsNil(), figure.Not(figure.HasSupersededBy())).Exec(apitest.System())
		require.NoError(t, err)
		return
	}
	_, err := s.each(t).ClearPublishedAt().Save(apitest.System())
	require.NoError(t, err)
}

func (s *summed) drawExpect(t *rapid.T) {
	s.expect(t, rapid.SampledFrom(s.indicators).Draw(t, "indicator"), rapid.IntRange(2023, 2024).Draw(t, "year"),
		rapid.SampledFrom([]target.Kind{target.KindBASELINE, target.KindPLAN, target.KindGOAL}).Draw(t, "kind"),
		rapid.SampledFrom([]target.Comparator{target.ComparatorEqual, target.ComparatorAbove, target.ComparatorAtLeast, target.ComparatorBelow,
			target.ComparatorAtMost, target.ComparatorTop}).Draw(t, "comparator"), rapid.Int64Range(0, 100).Draw(t, "value"))
}

func (s *summed) drawMeasure(t *rapid.T) {
	u := s.Client.Indicator.UpdateOneID(rapid.SampledFrom(s.indicators).Draw(t, "indicator"))
	u.SetUnit(rapid.SampledFrom([]indicator.Unit{indicator.UnitPERCENT, indicator.UnitRANK}).Draw(t, "unit"))
	u.SetDirection(rapid.SampledFrom([]indicator.Direction{indicator.DirectionUP, indicator.DirectionDOWN}).Draw(t, "direction"))
	require.NoError(t, u.Exec(apitest.System()))
}

func (s *summed) drawReorganise(t *rapid.T) {
	require.NoError(t, s.Client.Agency.UpdateOneID(rapid.SampledFrom(s.agencies).Draw(t, "agency")).
		SetKind(rapid.SampledFrom([]agency.Kind{agency.KindPROVINCE, agency.KindMINISTRY}).Draw(t, "kind")).Exec(apitest.System()))
}

func (s *summed) drawRedate(t *rapid.T) {
	require.NoError(t, s.Client.ReportingWindow.UpdateOneID(rapid.SampledFrom(s.windows).Draw(t, "window")).
		SetYear(rapid.IntRange(2023, 2024).Draw(t, "year")).Exec(apitest.System()))
}

// published adds a figure that everybody sees.
func published(number int64) func(*db.FigureCreate) {
	return func(c *db.FigureCreate) {
		c.SetStatedValue(decimal.NewFromInt(number)).SetApprovedAt(time.Now()).SetPublishedAt(time.Now())
	}
}

// waits waits until somebody waits for a lock of the database.
func (s *summed) waits(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool {
		var waiting bool
		err := s.DB.QueryRow(`SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
			WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted)`).Scan(&waiting)
		return err == nil && waiting
	}, 30*time.Second, time.Millisecond)
}

// Two who publish in one slot at once do not wait for each other, and both are
// in the sum.
func TestWhoPublishesWaitsForNobody(t *testing.T) {
	s := newSummed(t)
	ctx := apitest.System()
	first, err := s.Client.Tx(ctx)
	require.NoError(t, err)
	defer func() { _ = first.Rollback() }()
	inside := *s
	inside.client = first.Client()
	require.NotNil(t, inside.state(t, s.indicators[0], s.agencies[0], s.windows[0], published(40)))
	require.NotNil(t, s.state(t, s.indicators[0], s.agencies[1], s.windows[0], published(60)))
	s.same(t)
	require.NoError(t, first.Commit())
	s.same(t)
	require.NoError(t, service.FoldRollUps(ctx, s.Client, s.Dialect))
	assert.Equal(t, 1, s.Client.RollUpSum.Query().CountX(ctx))
	s.same(t)
}

// A target that is revised while figures are being published waits for these,
// and figures wait for it: none is judged by a target that is no longer so.
func TestFiguresInFlightAreJudgedByTheTargetInForce(t *testing.T) {
	for name, order := range map[string]bool{"published before the revision": true, "published during the revision": false} {
		t.Run(name, func(t *testing.T) {
			s := newSummed(t)
			ctx := apitest.System()
			tx, err := s.Client.Tx(ctx)
			require.NoError(t, err)
			defer func() { _ = tx.Rollback() }()
			outside, done := *s, make(chan struct{})
			inside := *s
			inside.client = tx.Client()
			publish := func(s *summed) { s.state(t, s.indicators[0], s.agencies[0], s.windows[0], published(60)) }
			revise := func(s *summed) {
				s.expect(t, s.indicators[0], 2023, target.KindPLAN, target.ComparatorAtLeast, 70)
			}
			early, late := publish, revise
			if !order {
				early, late = revise, publish
			}
			early(&inside)
			go func() {
				defer close(done)
				late(&outside)
			}()
			s.waits(t)
			require.NoError(t, tx.Commit())
			<-done
			assert.Equal(t, 1, s.Client.Figure.Query().CountX(ctx))
			s.same(t)
		})
	}
}

// Drafts, and what is approved and not published, leave the sums alone.
func TestDraftsTouchNoSum(t *testing.T) {
	s := newSummed(t)
	s.state(t, s.indicators[0], s.agencies[0], s.windows[0], func(c *db.FigureCreate) { c.SetStatedValue(decimal.NewFromInt(1)) })
	_, err := s.Client.Figure.Update().SetApprovedAt(time.Now()).Save(apitest.System())
	require.NoError(t, err)
	assert.Zero(t, s.Client.RollUpSum.Query().CountX(apitest.System()))
	s.same(t)
}

// What fills tables past their triggers makes the sums anew afterwards.
func TestSumsAreMadeAnew(t *testing.T) {
	s := newSummed(t)
	s.state(t, s.indicators[0], s.agencies[0], s.windows[0], published(40))
	for _, statement := range []string{"DELETE FROM roll_up_sums", "SELECT roll_up_fill()"} {
		_, err := s.DB.ExecContext(apitest.System(), statement)
		require.NoError(t, err)
	}
	assert.Equal(t, 1, s.Client.RollUpSum.Query().CountX(apitest.System()))
	s.same(t)
}
