package asof

import (
	"context"
	"slices"
	"strings"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/intercept"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// A view is a select that stands, under an alias, for a table as of a time. The
// table in it has the alias, too: by that ent names the columns of a select.
type view func(on, alias string, at time.Time) *sql.Selector

// Interceptors of the model.
var (
	Figures       = through(figures)
	Narratives    = through(narratives)
	Submissions   = through(submissions)
	Windows       = through(windows)
	Reviews       = only("at")
	WindowChanges = only("at")
	Events        = only("at")
	Waivers       = only("at")
	Evidence      = only("at")
)

// through reads a table through its view where the context has a time.
func through(v view) ent.Interceptor {
	return intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		if at, ok := At(ctx); ok {
			q.WhereP(func(s *sql.Selector) { s.From(v(s.Dialect(), aliasOf(s), at)) })
		}
		return nil
	})
}

// aliasOf is the name under which a select reads its table.
func aliasOf(s *sql.Selector) string {
	name, _, _ := strings.Cut(s.C("id"), ".")
	return strings.Trim(name, "`\"")
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
func FigureTable(ctx context.Context, on, alias string) (from sql.TableView, column func(string) string) {
	table := sql.Dialect(on).Table(figure.Table).As(alias)
	at, ok := At(ctx)
	if !ok {
		return table, table.C
	}
	return figures(on, alias, at), table.C
}

// figures hides what came later: rows by the time they were recorded, and the
// times of approval, publication and replacement.
func figures(on, alias string, at time.Time) *sql.Selector {
	return masked(on, alias, figure.Table, figure.Columns, figure.FieldRecordedAt, at, nil,
		figure.FieldApprovedAt, figure.FieldPublishedAt, figure.FieldSupersededAt)
}

// narratives hides what came later; an answer goes with its time. A text that
// was routed is a row of its own, there since then.
func narratives(on, alias string, at time.Time) *sql.Selector {
	with := map[string]string{narrative.FieldAnswer: narrative.FieldAnsweredAt, narrative.FieldAnsweredByID: narrative.FieldAnsweredAt}
	s := masked(on, alias, narrative.Table, narrative.Columns, narrative.FieldRecordedAt, at, with,
		narrative.FieldAnsweredAt, narrative.FieldSupersededAt)
	routed := sql.Dialect(on).Table(narrative.Table).As(alias).C(narrative.FieldRoutedAt)
	return s.Where(sql.Or(sql.IsNull(routed), sql.LTE(routed, at)))
}

// masked selects the rows of a table recorded by a time, with null for times
// after it and for the columns that go with such a time.
func masked(on, alias, table string, columns []string, recorded string, at time.Time, with map[string]string, times ...string) *sql.Selector {
	t := sql.Dialect(on).Table(table).As(alias)
	s := sql.Dialect(on).Select().From(t).Where(sql.LTE(t.C(recorded), at))
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
			if on == dialect.SQLite {
				// A column within a select keeps its type: SQLite has none for CASE, and a
				// time would come back as text.
				same := sql.Dialect(on).Table(table).As("same")
				b.WriteString("(SELECT ").Ident(same.C(c)).WriteString(" FROM ").Ident(table).WriteString(" AS same WHERE ").Ident(same.C("id")).
					WriteString(" = ").Ident(t.C("id")).WriteString(" AND ").Ident(same.C(clock)).WriteString(" <= ").Arg(at).WriteString(")")
				return
			}
			b.WriteString("CASE WHEN ").Ident(t.C(clock)).WriteString(" <= ").Arg(at).WriteString(" THEN ").Ident(t.C(c)).WriteString(" END")
		}), c)
	}
	return s.As(alias)
}

// submissions reads each report's last version by a time.
func submissions(on, alias string, at time.Time) *sql.Selector {
	const versions = "submission_versions"
	now := sql.Dialect(on).Table(submission.Table).As(alias)
	then := sql.Dialect(on).Table(versions).As("then")
	s := sql.Dialect(on).Select().From(now).Join(then).On(then.C("submission_id"), now.C(submission.FieldID))
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
	return s.As(alias)
}

// windows undoes the changes of dates that came later: the dates before the
// first of them.
func windows(on, alias string, at time.Time) *sql.Selector {
	before := map[string]string{
		reportingwindow.FieldOpensAt: "opened_before", reportingwindow.FieldDueAt: "due_before",
		reportingwindow.FieldGraceUntil: "grace_before", reportingwindow.FieldLocksAt: "locked_before",
	}
	t := sql.Dialect(on).Table(reportingwindow.Table).As(alias)
	s := sql.Dialect(on).Select().From(t)
	for _, c := range reportingwindow.Columns {
		was := before[c]
		if was == "" {
			s.AppendSelect(t.C(c))
			continue
		}
		s.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) {
			// Not COALESCE, for the same reason as above.
			b.WriteString("(SELECT was FROM (SELECT c." + was + " AS was, c.at AS at, 0 AS place FROM window_changes AS c WHERE c.window_id = ").
				Ident(t.C(reportingwindow.FieldID)).WriteString(" AND c.kind = 'ADJUST' AND c.at > ").Arg(at).
				WriteString(" UNION ALL SELECT ").Ident(t.C(c)).WriteString(", NULL, 1) AS dates ORDER BY place, at LIMIT 1)")
		}), c)
	}
	return s.As(alias)
}
