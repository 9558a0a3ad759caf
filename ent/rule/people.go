package rule

import (
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
	dated := named("window_changes", "author_id", windowChangesSeen)
	if !v.SignedIn() {
		return dated
	}
	people := []*sql.Predicate{sql.EQ(s.C("id"), v.Person)}
	for _, d := range deeds {
		for _, column := range d.columns {
			people = append(people, named(d.table, column, d.seen))
		}
	}
	return sql.Or(append(people, dated)...)
}

// ofMyAgencies: what belongs to agencies one's roles reach.
func ofMyAgencies(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return Reached(v, s.C("agency_id"))
}
