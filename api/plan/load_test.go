package plan_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/plan"
	"github.com/tiendo-vn/tiendo/api/plan/bundle"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

func TestTheEmbeddedBundleLoads(t *testing.T) {
	b, err := bundle.Embedded()
	require.NoError(t, err)
	targets, members := 0, 0
	for _, i := range b.Indicators {
		targets += len(i.Targets)
	}
	for _, m := range b.Memberships {
		members += len(m.Resolved)
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		report := load(t, d, b, 0)
		assert.True(t, report.Written)
		assert.Empty(t, report.Kept)
		for what, c := range map[string]struct {
			want  int
			count func() (int, error)
		}{
			"agencies":    {len(b.Agencies), func() (int, error) { return d.Client.Agency.Query().Count(ctx) }},
			"memberships": {members, func() (int, error) { return d.Client.AgencyMembership.Query().Count(ctx) }},
			"documents":   {len(b.LegalDocuments), func() (int, error) { return d.Client.LegalDocument.Query().Count(ctx) }},
			"plans":       {len(b.Plans), func() (int, error) { return d.Client.Plan.Query().Count(ctx) }},
			"indicators":  {len(b.Indicators), func() (int, error) { return d.Client.Indicator.Query().Count(ctx) }},
			"targets":     {targets, func() (int, error) { return d.Client.Target.Query().Count(ctx) }},
			"tasks":       {len(b.Tasks), func() (int, error) { return d.Client.Task.Query().Count(ctx) }},
			"windows":     {len(b.ReportingWindows), func() (int, error) { return d.Client.ReportingWindow.Query().Count(ctx) }},
			"figures":     {len(b.Figures), func() (int, error) { return d.Client.Figure.Query().Count(ctx) }},
			"events":      {1, func() (int, error) { return d.Client.Event.Query().Count(ctx) }},
		} {
			got, err := c.count()
			require.NoError(t, err)
			assert.Equal(t, c.want, got, what)
		}
		changes, err := plan.Diff(t.Context(), d.Client, b)
		require.NoError(t, err)
		assert.Empty(t, lines(changes))
	})
}

func TestASecondLoadWritesNothing(t *testing.T) {
	embedded, err := bundle.Embedded()
	require.NoError(t, err)
	for name, b := range map[string]*bundle.Bundle{"small": smallWith(t), "embedded": embedded} {
		t.Run(name, func(t *testing.T) {
			apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
				load(t, d, b, 0)
				d.Statements().Reset()
				report := load(t, d, b, 1)
				assert.False(t, report.Written)
				assert.Empty(t, lines(report.Changes))
				assert.Empty(t, d.Statements().Writes())
				assert.Less(t, len(d.Statements().All()), 25, "the number of queries does not depend on the rows")
			})
		})
	}
}

func TestALoadIsRecordedByItsDigest(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		first, second := smallWith(t), smallWith(t, "A small plan", "The same small plan")
		loaded := func(b *bundle.Bundle) bool {
			t.Helper()
			d.Statements().Reset()
			yes, err := plan.Loaded(t.Context(), d.Client, b)
			require.NoError(t, err)
			assert.Len(t, d.Statements().All(), 1)
			return yes
		}
		assert.False(t, loaded(first))
		load(t, d, first, 0)
		assert.True(t, loaded(first))
		assert.False(t, loaded(second))

		e := oneEvent(t, d, "plan.load")
		assert.Equal(t, "small@1 "+first.Digest(), *e.Label)
		assert.Contains(t, string(e.After), `"Agency":`)

		report := load(t, d, second, 1)
		assert.True(t, report.Written, "another digest is recorded even where no row differs")
		assert.Empty(t, lines(report.Changes))
		assert.True(t, loaded(second))
	})
}

func TestABundleThatFailsInTheMiddleLeavesNothing(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		ctx := apitest.System()
		load(t, d, smallWith(t), 0)
		p := d.Client.Indicator.Query().Where(indicator.Code("1.1")).OnlyX(ctx)
		// An agency has taken the code that the next bundle gives to another.
		d.Client.Indicator.Create().SetPlanID(p.PlanID).SetCode("1.3").SetName("Riêng").SetKind(indicator.KindINDICATOR).
			SetUnit(indicator.UnitPERCENT).SetOwnerID(d.Client.Agency.Query().FirstIDX(ctx)).SaveX(ctx)

		_, err := plan.Load(t.Context(), d.Client, smallWith(t, "Cục Bờ biển", "Cục Rừng", `code: "1.2"`, `code: "1.3"`), plan.Options{})
		assert.ErrorContains(t, err, "load plan bundle small@1: Indicator: add p 1.3")
		assert.True(t, db.IsConstraintError(err))
		assert.True(t, d.Client.Agency.Query().Where(agency.Name("Cục Bờ biển")).ExistX(ctx), "the agency was updated before the failure")
		assert.Equal(t, 1, d.Client.Event.Query().CountX(ctx))
	})
}

func TestAFaultyBundleIsRefused(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		b := smallWith(t)
		b.Tasks[0].Plan = "r"
		_, err := plan.Load(t.Context(), d.Client, b, plan.Options{})
		var faults bundle.Faults
		require.ErrorAs(t, err, &faults)
		assertEmpty(t, d)
	})
}

func TestAKeyGivenTwiceIsNamed(t *testing.T) {
	b := smallWith(t)
	again := b.Memberships[0]
	again.From = nil
	b.Memberships = append(b.Memberships, again)
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		_, err := plan.Load(t.Context(), d.Client, b, plan.Options{})
		assert.ErrorContains(t, err, "the bundle gives AgencyMembership cac-bo bo-a twice")
		assertEmpty(t, d)
	})
}

func TestAPanicRollsBack(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		stop := func(stage string, _, _ int) {
			if stage == db.TypeTask {
				panic("stop")
			}
		}
		assert.PanicsWithValue(t, "stop", func() {
			_, _ = plan.Load(t.Context(), d.Client, smallWith(t), plan.Options{Progress: stop})
		})
		assertEmpty(t, d)
	})
}

func assertEmpty(t *testing.T, d *apitest.Database) {
	t.Helper()
	agencies, err := d.Client.Agency.Query().Count(apitest.System())
	require.NoError(t, err)
	events, err := d.Client.Event.Query().Count(apitest.System())
	require.NoError(t, err)
	assert.Zero(t, agencies+events)
}

func TestProgressCountsUpToTheTotal(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		last := map[string]string{}
		_, err := plan.Load(t.Context(), d.Client, smallWith(t), plan.Options{Progress: func(stage string, done, total int) {
			last[stage] = fmt.Sprintf("%d/%d", done, total)
		}})
		require.NoError(t, err)
		assert.Equal(t, "4/4", last[db.TypeAgency])
		assert.Equal(t, "1/1", last[db.TypeFigure])
	})
}

func TestReplicasThatLoadTogetherLoadOnce(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		b := smallWith(t)
		failures := make(chan error)
		for range 4 {
			go func() {
				_, err := plan.Load(t.Context(), d.Client, b, plan.Options{})
				failures <- err
			}()
		}
		for range 4 {
			assert.NoError(t, <-failures)
		}
		assert.Equal(t, 1, d.Client.Event.Query().CountX(apitest.System()))
	})
}
