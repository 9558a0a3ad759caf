package rule

import (
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// deeds are where people are named, and of which rows the viewer sees the
// names: of those whose name the graph promises, every row the viewer sees.
var deeds = []struct {
	table   string
	columns []string
	seen    filter
}{
	{"role_grants", []string{"person_id"}, ofMyAgencies},
	{"role_grants", []string{"author_id"}, grantsSeen},
	{"delegations", []string{"from_id", "to_id"}, delegationsSeen},
	{"machine_tokens", []string{"person_id"}, ofMyAgencies},
	{"machine_tokens", []string{"author_id"}, administered},
	{"webhooks", []string{"author_id"}, administered},
	{"reviews", []string{"author_id", "for_id"}, partsSeen},
	{"waivers", []string{"author_id"}, attachmentsSeen},
	{"evidence", []string{"author_id"}, attachmentsSeen},
	{"narratives", []string{"answered_by_id"}, narrativesSeen},
	{"submissions", []string{"submitted_by_id", "submitted_for_id", "reviewer_id"}, submissionsSeen},
	{windowChanges, []string{"author_id"}, windowChangesSeen},
}

// windowChanges are the new dates of windows, which are decided in public.
const windowChanges = "window_changes"

// Names says that whoever sees a row of a table, as it is now, sees the person
// that a column of it names: what the rows tell of people need not be asked for
// each of them again.
func Names(table, column string) bool {
	for _, d := range deeds {
		if d.table == table && slices.Contains(d.columns, column) {
			return true
		}
	}
	return false
}

// peopleSeen: oneself, the holders of roles at agencies one's own roles reach,
// and who acted on what one sees. Who set new dates for everybody did so in
// public.
func peopleSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	named := func(table, column string, seen filter) *sql.Predicate {
		t := sql.Dialect(s.Dialect()).Table(table)
		rows := sql.Dialect(s.Dialect()).Select(t.C(column)).From(t)
		return sql.Exists(rows.Where(sql.And(sql.ColumnsEQ(t.C(column), s.C("id")), seen(v, rows))))
	}
	var people []*sql.Predicate
	if v.SignedIn() {
		people = append(people, sql.EQ(s.C("id"), v.Person))
	}
	for _, d := range deeds {
		if !v.SignedIn() && d.table != windowChanges {
			continue
		}
		for _, column := range d.columns {
			people = append(people, named(d.table, column, d.seen))
		}
	}
	return sql.Or(people...)
}

// ofMyAgencies: what belongs to agencies one's roles reach.
func ofMyAgencies(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return Reached(v, s.C("agency_id"))
}
