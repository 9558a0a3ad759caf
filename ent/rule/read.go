package rule

import (
	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// figuresSeen: what is published, and what else one sees.
func figuresSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	published := sql.NotNull(s.C("published_at"))
	if len(v.Grants) == 0 {
		return published
	}
	return sql.Or(published, unpublishedSeen(v, s))
}

// unpublishedSeen: one's agencies' own; and of what one measures, what was
// submitted.
func unpublishedSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if len(v.Grants) == 0 {
		return sql.False()
	}
	return sql.Or(Reached(v, s.C("agency_id")), submittedToMe(v, s))
}

// UnpublishedFigures says which figures a viewer sees of those that are not
// published; nil for all of them. It is for statements that take what is
// published, which everybody sees, from elsewhere.
func UnpublishedFigures(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if v.ReadAll {
		return nil
	}
	return unpublishedSeen(v, s)
}

// submittedToMe: figures one measures that were approved, sent back, or handed
// in with a report.
func submittedToMe(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if len(v.Measures) == 0 {
		return sql.False()
	}
	d := sql.Dialect(s.Dialect())
	decided, reviews := d.Table("review_figures").As("decided"), d.Table("reviews").As("decision")
	returned := d.Select(decided.C("figure_id")).From(decided).Join(reviews).On(reviews.C("id"), decided.C("review_id")).
		Where(sql.And(sql.ColumnsEQ(decided.C("figure_id"), s.C("id")), sql.EQ(reviews.C("action"), "RETURN")))
	// As the row is now: read as of a time before its approval, it has none.
	entered := d.Table("figures").As("approved")
	approved := d.Select(entered.C("id")).From(entered).Where(sql.And(sql.ColumnsEQ(entered.C("id"), s.C("id")), sql.NotNull(entered.C("approved_at"))))
	return sql.And(measured(v, s.C("indicator_id")),
		sql.Or(sql.NotNull(s.C("approved_at")), handedIn(s, "figures"), sql.Exists(returned), sql.Exists(approved)))
}

// handedIn: rows of a table that were in force when their report was last
// submitted. What was entered and replaced before never left the agency. It is
// judged by the rows as they are now, also where the query reads as of a time:
// an earlier time makes nothing known to more people.
func handedIn(s *sql.Selector, table string) *sql.Predicate {
	d := sql.Dialect(s.Dialect())
	entered, reports := d.Table(table).As("entered"), d.Table("submissions").As("reported")
	return sql.Exists(d.Select(entered.C("id")).From(entered).Join(reports).On(reports.C("id"), entered.C("submission_id")).
		Where(sql.And(sql.ColumnsEQ(entered.C("id"), s.C("id")), inForceAtSubmission(entered, reports))))
}

func inForceAtSubmission(entered, reports *sql.SelectTable) *sql.Predicate {
	return sql.And(
		sql.ColumnsGTE(reports.C("submitted_at"), entered.C("recorded_at")),
		sql.Or(sql.IsNull(entered.C("superseded_at")), sql.ColumnsGT(entered.C("superseded_at"), reports.C("submitted_at"))))
}

// submissionsSeen: one's agencies' own, submitted ones with figures one
// measures, and those that ask one's agencies for an answer.
func submissionsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	d := sql.Dialect(s.Dialect())
	texts, reports := d.Table("narratives").As("asking"), d.Table("submissions").As("reported")
	asking := d.Select(reports.C("id")).From(texts).Join(reports).On(reports.C("id"), texts.C("submission_id")).
		Where(sql.And(Reached(v, texts.C("routed_to_id")), inForceAtSubmission(texts, reports)))
	return sql.Or(Reached(v, s.C("agency_id")), reportsMeasured(v, s, s.C("id")), sql.In(s.C("id"), asking))
}

// partsSeen: what hangs on a report one sees.
func partsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return sql.Or(Reached(v, s.C("agency_id")), reportsMeasured(v, s, s.C("submission_id")))
}

// attachmentsSeen: what was attached to a report one sees, before it was
// submitted or while it was with who measures; of single indicators only those
// one measures.
func attachmentsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	if len(v.Measures) == 0 {
		return Reached(v, s.C("agency_id"))
	}
	d := sql.Dialect(s.Dialect())
	reports, versions := d.Table("submissions").As("attached"), d.Table("submission_versions").As("then")
	submitted := sql.Exists(d.Select(reports.C("id")).From(reports).Where(sql.And(
		sql.ColumnsEQ(reports.C("id"), s.C("submission_id")), sql.ColumnsGTE(reports.C("submitted_at"), s.C("at")))))
	// Attaching makes a version, which says where the report stood.
	late := sql.Exists(d.Select(versions.C("id")).From(versions).Where(sql.And(
		sql.ColumnsEQ(versions.C("submission_id"), s.C("submission_id")), sql.ColumnsEQ(versions.C("changed_at"), s.C("at")),
		sql.In(versions.C("status"), "SUBMITTED", "APPROVED"))))
	return sql.Or(Reached(v, s.C("agency_id")), sql.And(
		reportsMeasured(v, s, s.C("submission_id")), sql.Or(submitted, late),
		sql.Or(sql.IsNull(s.C("indicator_id")), measured(v, s.C("indicator_id")))))
}

// narrativesSeen: as the report; and what one's agencies owe an answer to,
// once the report is submitted.
func narrativesSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return sql.Or(
		Reached(v, s.C("agency_id")),
		sql.And(handedIn(s, "narratives"), sql.Or(Reached(v, s.C("routed_to_id")), reportsMeasured(v, s, s.C("submission_id")))))
}

// windowChangesSeen: new dates for everybody; others by the agencies concerned.
func windowChangesSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	concerned := sql.Dialect(s.Dialect()).Table("window_change_agencies").As("concerned")
	mine := sql.Exists(sql.Dialect(s.Dialect()).Select(concerned.C("agency_id")).From(concerned).Where(sql.And(
		sql.ColumnsEQ(concerned.C("window_change_id"), s.C("id")), Reached(v, concerned.C("agency_id")))))
	anybody := sql.NotExists(sql.Dialect(s.Dialect()).Select(concerned.C("agency_id")).From(concerned).Where(
		sql.ColumnsEQ(concerned.C("window_change_id"), s.C("id"))))
	return sql.Or(anybody, mine)
}

// eventsSeen: those of one's agencies.
func eventsSeen(v viewer.Viewer, s *sql.Selector) *sql.Predicate { return Reached(v, s.C("agency_id")) }

// administered: what belongs to agencies one administers.
func administered(v viewer.Viewer, s *sql.Selector) *sql.Predicate {
	return Reached(v, s.C("agency_id"), viewer.RoleAdmin)
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
