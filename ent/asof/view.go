package asof

import (
	"context"
	"slices"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/intercept"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// A view is a select that stands for a table as of a time.
type view func(dialect string, at time.Time) *sql.Selector

// Interceptors of the model.
var (
	Figures       = through(figures)
	Narratives    = through(narratives)
	Submissions   = through(submissions)
	Windows       = through(windows)
	Reviews       = only("at")
	WindowChanges = only("at")
	Events        = only("at")
)

// through reads a table through its view where the context has a time.
func through(v view) ent.Interceptor {
	return intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		if at, ok := At(ctx); ok {
			q.WhereP(func(s *sql.Selector) { s.From(v(s.Dialect(), at)) })
		}
		return nil
	})
}

// only reads of a table to which rows are only ever added those that were
// there.
func only(column string) ent.Interceptor {
	return intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		if at, ok := At(ctx); ok {
			q.WhereP(func(s *sql.Selector) { s.Where(sql.LTE(s.C(column), at)) })
		}
		return nil
	})
}

// FigureTable is the table of figures as the context reads it, for statements
// that name it themselves.
func FigureTable(ctx context.Context, dialect, alias string) (from sql.TableView, column func(string) string) {
	table := sql.Dialect(dialect).Table(figure.Table).As(alias)
	at, ok := At(ctx)
	if !ok {
		return table, table.C
	}
	return figures(dialect, at).As(alias), table.C
}

// figures hides what came later: rows by the time they were recorded, and the
// times of approval, publication and replacement.
func figures(dialect string, at time.Time) *sql.Selector {
	return masked(dialect, figure.Table, figure.Columns, figure.FieldRecordedAt, at, nil,
		figure.FieldApprovedAt, figure.FieldPublishedAt, figure.FieldSupersededAt)
}

// narratives hides what came later; an answer goes with its time.
func narratives(dialect string, at time.Time) *sql.Selector {
	with := map[string]string{narrative.FieldAnswer: narrative.FieldAnsweredAt, narrative.FieldAnsweredByID: narrative.FieldAnsweredAt}
	return masked(dialect, narrative.Table, narrative.Columns, narrative.FieldRecordedAt, at, with,
		narrative.FieldAnsweredAt, narrative.FieldSupersededAt)
}

// masked selects the rows of a table recorded by a time, with null for times
// after it and for the columns that go with such a time.
func masked(dialect, table string, columns []string, recorded string, at time.Time, with map[string]string, times ...string) *sql.Selector {
	t := sql.Dialect(dialect).Table(table)
	s := sql.Dialect(dialect).Select().From(t).Where(sql.LTE(t.C(recorded), at))
	for _, c := range columns {
		clock := with[c]
		if clock == "" && slices.Contains(times, c) {
			clock = c
		}
		if clock == "" {
			s.AppendSelect(t.C(c))
			continue
		}
		s.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("CASE WHEN ").Ident(t.C(clock)).WriteString(" <= ").Arg(at).WriteString(" THEN ").Ident(t.C(c)).WriteString(" END")
		}), c)
	}
	return s.As(table)
}

// submissions reads each report's last version by a time.
func submissions(dialect string, at time.Time) *sql.Selector {
	const versions = "submission_versions"
	now := sql.Dialect(dialect).Table(submission.Table)
	then := sql.Dialect(dialect).Table(versions).As("then")
	s := sql.Dialect(dialect).Select().From(now).Join(then).On(then.C("submission_id"), now.C(submission.FieldID))
	for _, c := range submission.Columns {
		switch c {
		case submission.FieldID, submission.FieldAgencyID, submission.FieldWindowID, submission.FieldCreatedAt:
			s.AppendSelect(now.C(c))
		default:
			s.AppendSelectAs(then.C(c), c)
		}
	}
	s.Where(sql.P(func(b *sql.Builder) {
		b.Ident(then.C(submission.FieldVersion)).WriteString(" = (SELECT MAX(version) FROM submission_versions AS v WHERE v.submission_id = ").
			Ident(now.C(submission.FieldID)).WriteString(" AND v.changed_at <= ").Arg(at).WriteString(")")
	}))
	return s.As(submission.Table)
}

// windows undoes the changes of dates that came later: the dates before the
// first of them.
func windows(dialect string, at time.Time) *sql.Selector {
	before := map[string]string{
		reportingwindow.FieldOpensAt: "opened_before", reportingwindow.FieldDueAt: "due_before",
		reportingwindow.FieldGraceUntil: "grace_before", reportingwindow.FieldLocksAt: "locked_before",
	}
	t := sql.Dialect(dialect).Table(reportingwindow.Table)
	s := sql.Dialect(dialect).Select().From(t)
	for _, c := range reportingwindow.Columns {
		was := before[c]
		if was == "" {
			s.AppendSelect(t.C(c))
			continue
		}
		s.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("COALESCE((SELECT c." + was + " FROM window_changes AS c WHERE c.window_id = ").Ident(t.C(reportingwindow.FieldID)).
				WriteString(" AND c.kind = 'ADJUST' AND c.at > ").Arg(at).WriteString(" ORDER BY c.at, c.id LIMIT 1), ").Ident(t.C(c)).WriteString(")")
		}), c)
	}
	return s.As(reportingwindow.Table)
}
