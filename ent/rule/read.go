package rule

import (
	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// figuresSeen: what is published; one's agencies' own; and of what one
// measures, what was submitted.
func figuresSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	published := sql.NotNull(s.C("published_at"))
	if len(v.Grants) == 0 {
		return published
	}
	return sql.Or(published, reached(v, s.C("agency_id")), submittedToMe(v, s))
}

// submittedToMe: figures one measures, approved or part of a report that was
// submitted since they were entered.
func submittedToMe(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if len(v.Measures) == 0 {
		return sql.False()
	}
	reports := sql.Dialect(s.Dialect()).Table("submissions").As("reported")
	in := sql.Dialect(s.Dialect()).Select(reports.C("id")).From(reports).Where(sql.And(
		sql.ColumnsEQ(reports.C("id"), s.C("submission_id")),
		sql.ColumnsGTE(reports.C("submitted_at"), s.C("recorded_at"))))
	return sql.And(measured(v, s.C("indicator_id")), sql.Or(sql.NotNull(s.C("approved_at")), sql.Exists(in)))
}

// submissionsSeen: one's agencies' own, and submitted ones with figures one
// measures.
func submissionsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return sql.Or(reached(v, s.C("agency_id")), reportsMeasured(v, s, s.C("id")))
}

// partsSeen: what hangs on a report one sees.
func partsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return sql.Or(reached(v, s.C("agency_id")), reportsMeasured(v, s, s.C("submission_id")))
}

// narrativesSeen: as the report; and what one's agencies owe an answer to,
// once the report is submitted.
func narrativesSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	reports := sql.Dialect(s.Dialect()).Table("submissions").As("reported")
	submitted := sql.Exists(sql.Dialect(s.Dialect()).Select(reports.C("id")).From(reports).Where(sql.And(
		sql.ColumnsEQ(reports.C("id"), s.C("submission_id")),
		sql.ColumnsGTE(reports.C("submitted_at"), s.C("recorded_at")))))
	return sql.Or(
		reached(v, s.C("agency_id")),
		sql.And(submitted, sql.Or(reached(v, s.C("routed_to_id")), reportsMeasured(v, s, s.C("submission_id")))))
}

// windowChangesSeen: new dates for everybody; others by the agencies concerned.
func windowChangesSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	concerned := sql.Dialect(s.Dialect()).Table("window_change_agencies").As("concerned")
	mine := sql.Exists(sql.Dialect(s.Dialect()).Select(concerned.C("agency_id")).From(concerned).Where(sql.And(
		sql.ColumnsEQ(concerned.C("window_change_id"), s.C("id")), reached(v, concerned.C("agency_id")))))
	anybody := sql.NotExists(sql.Dialect(s.Dialect()).Select(concerned.C("agency_id")).From(concerned).Where(
		sql.ColumnsEQ(concerned.C("window_change_id"), s.C("id"))))
	return sql.Or(anybody, mine)
}

// eventsSeen: those of one's agencies.
func eventsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate { return reached(v, s.C("agency_id")) }

// administered: what belongs to agencies one administers.
func administered(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return reached(v, s.C("agency_id"), viewer.RoleAdmin)
}

// grantsSeen: one's own, and those at agencies one administers.
func grantsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if !v.SignedIn() {
		return sql.False()
	}
	return sql.Or(sql.EQ(s.C("person_id"), v.Person), administered(v, s))
}

// delegationsSeen: those from and to oneself, and those at agencies one
// administers.
func delegationsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if !v.SignedIn() {
		return sql.False()
	}
	return sql.Or(sql.EQ(s.C("from_id"), v.Person), sql.EQ(s.C("to_id"), v.Person), administered(v, s))
}

// peopleSeen: oneself, the holders of roles at agencies one's own roles reach,
// and who acted on a report one sees.
func peopleSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if !v.SignedIn() {
		return sql.False()
	}
	d := sql.Dialect(s.Dialect())
	grants, reviews := d.Table("role_grants").As("held"), d.Table("reviews").As("acted")
	lent := d.Table("delegations").As("lent")
	waived, attached := d.Table("waivers").As("waived"), d.Table("evidence").As("attached")
	tokens, answered := d.Table("machine_tokens").As("machines"), d.Table("narratives").As("answered")
	changes := d.Table("window_changes").As("decided")
	from := func(t *sql.SelectTable, column string, seen *sql.Predicate) *sql.Predicate {
		return sql.In(s.C("id"), d.Select(t.C(column)).From(t).Where(seen))
	}
	onReports := sql.Or(reached(v, reviews.C("agency_id")), reportsMeasured(v, s, reviews.C("submission_id")))
	toMe := sql.And(sql.EQ(lent.C("to_id"), v.Person))
	return sql.Or(
		sql.EQ(s.C("id"), v.Person),
		from(grants, "person_id", reached(v, grants.C("agency_id"))),
		from(tokens, "person_id", reached(v, tokens.C("agency_id"))),
		from(reviews, "author_id", onReports), from(reviews, "for_id", sql.And(sql.NotNull(reviews.C("for_id")), onReports)),
		from(waived, "author_id", reached(v, waived.C("agency_id"))),
		from(attached, "author_id", reached(v, attached.C("agency_id"))),
		from(answered, "answered_by_id", sql.And(sql.NotNull(answered.C("answered_by_id")), reached(v, answered.C("agency_id")))),
		from(lent, "from_id", toMe),
		from(changes, "author_id", windowChangesSeen(v, d.Select(changes.C("id")).From(changes))),
	)
}
