package compile

import (
	"context"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db/evidence"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/relation"
)

// Where figures stand in review, and what proves them.
func init() {
	register(lasting(map[string]form{
		"Figure.state":         figureState,
		"Figure.reopenedUntil": reopenedUntil,
		"Figure.evidence":      figureEvidence,
	}))
}

func figureState(a *asked, ctx context.Context, t *text) error {
	state, err := a.c.standing(ctx, a.of, standingState)
	t.expression(`'"' || `, state, ` || '"'`)
	return err
}

func reopenedUntil(a *asked, ctx context.Context, t *text) error {
	until, err := a.c.standing(ctx, a.of, standingUntil)
	t.orNull(instant(until))
	return err
}

// What is told of a figure's standing, as report.Standings tells it: a figure
// entered since the report was last submitted is a draft; a return counts until
// the report is submitted again.
const (
	isReopened    = `last.action = 'REOPEN' AND last.until > {now} AND {figure}.superseded_at IS NULL`
	standingState = `CASE WHEN {figure}.approved_at IS NOT NULL THEN CASE WHEN ` + isReopened + ` THEN 'REOPENED' ELSE 'APPROVED' END
WHEN {figure}.superseded_at IS NOT NULL THEN CASE WHEN last.action IS NOT NULL THEN 'RETURNED' ELSE 'DRAFT' END
WHEN report.submitted_at IS NULL OR {figure}.recorded_at > report.submitted_at THEN 'DRAFT'
WHEN last.action = 'RETURN' AND last.at >= report.submitted_at THEN 'RETURNED' ELSE 'SUBMITTED' END`
	standingUntil = `CASE WHEN {figure}.approved_at IS NOT NULL AND ` + isReopened + ` THEN last.until END`
)

// standing returns a select of something told of a figure's standing, from the
// report and the last return or reopening that the viewer sees.
func (c *compiler) standing(ctx context.Context, f source, told string) (string, error) {
	report, err := c.source("Submission")
	if err != nil {
		return "", err
	}
	steps, err := c.source("Review")
	if err != nil {
		return "", err
	}
	fromReport, err := c.from(ctx, report, nil, func(s *sql.Selector) {
		s.Where(sql.ExprP(s.C("id") + " = " + f.column(figure.FieldSubmissionID)))
	})
	if err != nil {
		return "", err
	}
	fromSteps, err := c.from(ctx, steps, nil, along(f, f.relation.Edges["reviews"]), func(s *sql.Selector) {
		s.Where(sql.In(s.C(review.FieldAction), review.ActionRETURN, review.ActionREOPEN))
	})
	told = strings.NewReplacer("{figure}", f.alias, "{now}", c.moment(ctx, time.Microsecond)).Replace(told)
	return "(SELECT " + told + " FROM (SELECT 1) AS one LEFT JOIN LATERAL (SELECT " + report.column("submitted_at") + fromReport +
		") AS report ON true LEFT JOIN LATERAL (SELECT " + steps.column("action") + ", " + steps.column("at") + ", " + steps.column("until") + fromSteps +
		" ORDER BY " + steps.column("at") + " DESC, " + steps.column("id") + " DESC LIMIT 1) AS last ON true)", err
}

// figureEvidence is the files of the figure's cell and those of its whole
// report, the earliest first.
func figureEvidence(a *asked, ctx context.Context, t *text) error {
	of := relation.Edge{To: "Evidence", Near: figure.FieldSubmissionID, Far: evidence.FieldSubmissionID}
	return a.c.list(ctx, t, a, of, []string{evidence.FieldAt, "id"}, func(s *sql.Selector) {
		s.Where(sql.ExprP("(" + s.C(evidence.FieldIndicatorID) + " IS NULL OR " + s.C(evidence.FieldIndicatorID) + " = " + a.of.column(figure.FieldIndicatorID) + ")"))
	})
}
