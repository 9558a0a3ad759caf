package differ_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// addPeople adds those who act in the story. Those who ask come when the
// servers are there.
func (w *world) addPeople() {
	for n, name := range []string{"Lan", "Minh \"Mập\"", "Hoa\\", "Đức", "Ánh\u2028"} {
		w.people = append(w.people, must(w.c.Person.Create().SetSubject(fmt.Sprint("person-", n)).SetName(name).Save(w.ctx))(w.t))
	}
}

// numbers are decimals of many forms.
var numbers = []string{"0", "30.14", "30.140", "100", "-3.5", "0.000001", "123456789012345678901234567890.5", "86.97", "1e-9", "50.00", "7"}

// addReports adds a report of most agencies for most windows, each with a story
// of its own.
func (w *world) addReports() {
	n := 0
	for _, code := range []string{"unit", "department", "ministry", "meter", "other", "office", "da-nang", "quang-nam", "dak-lak", "an-giang"} {
		for window := range 4 {
			if n++; n%7 == 0 {
				continue // nothing was ever begun
			}
			w.addReport(code, window, n)
		}
	}
}

// addReport tells one report's story: entered, perhaps corrected, submitted,
// returned, submitted again, approved, published, reopened.
func (w *world) addReport(code string, window, n int) {
	t, day := w.t, 2+40*window
	status := []submission.Status{"DRAFT", "SUBMITTED", "RETURNED", "APPROVED", "APPROVED"}[n%5]
	entered, sent, decided := after(day, time.Duration(n)*time.Hour), after(day+3, time.Duration(n%4)*100*time.Millisecond), after(day+5, time.Duration(n%2)*time.Microsecond)
	s := must(w.c.Submission.Create().SetAgency(w.agency(code)).SetWindow(w.windows[window]).SetCreatedAt(after(day, 0)).SetChangedAt(entered).
		SetDrafted(n % 3).Save(w.ctx))(t)
	if status != submission.StatusDRAFT {
		who := one(w, w.people)
		s = must(s.Update().SetStatus(submission.StatusSUBMITTED).SetVersion(2).SetChangedAt(sent).SetSubmittedAt(sent).SetSubmittedBy(who).
			SetNillableSubmittedForID(sometimes(w, w.people[0].ID)).SetLate(n%2 == 0).SetExcused(n%4 == 0).SetDrafted(0).SetSubmitted(3).Save(w.ctx))(t)
	}
	if status == submission.StatusRETURNED || status == submission.StatusAPPROVED {
		u := s.Update().SetStatus(status).SetVersion(3).SetChangedAt(decided).SetReviewer(one(w, w.people)).SetSubmitted(n % 2).SetReturned(1).SetApproved(2)
		if status == submission.StatusAPPROVED {
			u.SetApprovedAt(decided)
		}
		s = must(u.Save(w.ctx))(t)
	}
	w.submissions = append(w.submissions, s)
	var mine []*db.Figure
	for k := range 4 {
		mine = append(mine, w.addFigures(s, code, window, n, k, entered, sent, decided)...)
	}
	w.addTexts(s, code, n, entered, sent)
	w.addSteps(s, n, mine, sent, decided)
	w.addProofs(s, n, entered, sent)
}

// addFigures adds one cell of a report, and what was in it before.
func (w *world) addFigures(s *db.Submission, code string, window, n, k int, entered, sent, decided time.Time) (all []*db.Figure) {
	i := w.indicators[2+(n+k)%6]
	make := func(at time.Time) *db.FigureCreate {
		f := w.c.Figure.Create().SetIndicator(i).SetAgency(w.agency(code)).SetYear(2023).SetWindow(w.windows[window]).SetSubmission(s).
			SetGrade([]figure.Grade{"ESTIMATE", "PRELIMINARY", "OFFICIAL"}[(n+k)%3]).SetSource([]figure.Source{"DECLARED", "MEASURED", "STATISTICS_OFFICE"}[n%3]).
			SetPeriodKey(fmt.Sprintf("2023-%d", window+1)).SetRecordedAt(at).SetNillableText(w.text()).SetNillableNote(w.text())
		if (n+k)%4 == 0 {
			return f.SetNumerator(decimal.NewFromInt(int64(n))).SetDenominator(decimal.RequireFromString([]string{"3", "7", "0.5", "100"}[k]))
		}
		return f.SetStatedValue(decimal.RequireFromString(numbers[(n+k)%len(numbers)]))
	}
	keep := func(f *db.FigureCreate) *db.Figure {
		row := must(f.Save(w.ctx))(w.t)
		all, w.figures = append(all, row), append(w.figures, row)
		return row
	}
	last := make(entered.Add(time.Duration(k%2) * time.Hour))
	if k == 1 { // corrected before it was submitted
		first := keep(make(entered.Add(-time.Hour)).SetSupersededAt(entered.Add(time.Hour)))
		last.SetSupersedes(first).SetReason(texts[n%len(texts)])
	}
	if k == 2 && s.Status == submission.StatusDRAFT {
		last.SetPrefilled(true)
	}
	if s.Status == submission.StatusAPPROVED && k < 3 {
		last.SetApprovedAt(decided)
		if k > 0 {
			last.SetPublishedAt(decided.Add(24 * time.Hour))
		}
		if k == 2 { // revised since
			published := keep(last.SetSupersededAt(decided.Add(48 * time.Hour)))
			last = make(decided.Add(48 * time.Hour)).SetSupersedes(published).SetApprovedAt(decided.Add(48 * time.Hour)).SetReason("Sửa.")
			if n%2 == 0 {
				last.SetPublishedAt(decided.Add(72 * time.Hour))
			}
		}
	}
	keep(last)
	return all
}

func (w *world) addTexts(s *db.Submission, code string, n int, entered, sent time.Time) {
	add := func(kind narrative.Kind, body string) *db.NarrativeCreate {
		return w.c.Narrative.Create().SetSubmission(s).SetAgencyID(w.agency(code).ID).SetKind(kind).SetBody(body).SetRecordedAt(entered)
	}
	_ = must(add("TREND", texts[n%len(texts)]).SetNillableIndicatorID(sometimes(w, w.indicators[2].ID)).Save(w.ctx))(w.t)
	_ = must(add("TREND", "cũ").SetSupersededAt(entered.Add(time.Minute)).Save(w.ctx))(w.t)
	if n%2 == 0 {
		ask := add("DIFFICULTY", texts[(n+3)%len(texts)]).SetRoutedTo(one(w, w.agencies)).SetRoutedAt(sent.Add(time.Hour)).SetNillableAnswerDueOn(sometimes(w, after(90, 0)))
		if n%4 == 0 {
			ask.SetAnswer(texts[(n+5)%len(texts)]).SetAnsweredAt(sent.Add(48 * time.Hour)).SetAnsweredBy(one(w, w.people))
		}
		_ = must(ask.Save(w.ctx))(w.t)
	}
}

func (w *world) addSteps(s *db.Submission, n int, mine []*db.Figure, sent, decided time.Time) {
	step := func(action review.Action, at time.Time, version int) *db.ReviewCreate {
		return w.c.Review.Create().SetSubmission(s).SetAgencyID(s.AgencyID).SetAction(action).SetAt(at).SetBy(one(w, w.people)).SetVersion(version).
			SetNillableComment(w.text()).SetNillableForID(sometimes(w, w.people[1].ID))
	}
	if s.Status == submission.StatusDRAFT {
		return
	}
	_ = must(step("SUBMIT", sent, 2).Save(w.ctx))(w.t)
	if s.Status == submission.StatusRETURNED {
		_ = must(step("RETURN", decided, 3).AddFigures(mine[:2]...).Save(w.ctx))(w.t)
	}
	if s.Status == submission.StatusAPPROVED {
		_ = must(step("APPROVE", decided, 3).AddFigures(mine[1:3]...).Save(w.ctx))(w.t)
		if n%2 == 0 {
			_ = must(step("REOPEN", decided.Add(time.Hour), 4).AddFigures(mine[1]).SetUntil(now.Add(time.Duration(n%3-1) * 24 * time.Hour)).Save(w.ctx))(w.t)
		}
	}
}

func (w *world) addProofs(s *db.Submission, n int, entered, sent time.Time) {
	for k := range n % 3 {
		at := []time.Time{entered, sent.Add(time.Hour)}[k]
		proof := w.c.Evidence.Create().SetSubmission(s).SetAgencyID(s.AgencyID).SetHash(strings.Repeat(fmt.Sprint(k), 64)).SetName("tệp \"1\".pdf").
			SetMediaType("application/pdf").SetSize(int64(n)*1_000_000 + 1).SetAt(at).SetBy(one(w, w.people))
		waiver := w.c.Waiver.Create().SetSubmission(s).SetAgencyID(s.AgencyID).SetCheckCode([]string{"jump", "figure.jump"}[k]).SetReason(texts[n%len(texts)]).SetAt(at).SetBy(one(w, w.people))
		if k == 1 {
			proof.SetIndicator(w.indicators[2+n%6])
			waiver.SetIndicator(w.indicators[2+n%6])
		}
		_ = must(proof.Save(w.ctx))(w.t)
		_ = must(waiver.Save(w.ctx))(w.t)
	}
}

// addDecisions adds figures of documents, which disagree, and changes of dates.
func (w *world) addDecisions() {
	for n := range 6 {
		create := w.c.Figure.Create().SetIndicator(w.indicators[2+n/2]).SetAgency(w.agency("nation")).SetYear(2022).SetPeriodKey("2022-Y").SetGrade(figure.GradeOFFICIAL).
			SetSource(figure.SourceDOCUMENT).SetStatedValue(decimal.RequireFromString(numbers[n+1])).SetLegalDocument(w.documents[n%2]).SetRecordedAt(after(1, 0)).
			SetApprovedAt(after(1, 0)).SetNillableText(w.text())
		if n != 3 {
			create.SetPublishedAt(after(2+n, 0))
		}
		w.figures = append(w.figures, must(create.Save(w.ctx))(w.t))
	}
	for n, window := range w.windows[:4] {
		for k, kind := range []windowchange.Kind{"ADJUST", "EXTEND", "REOPEN"} {
			create := w.c.WindowChange.Create().SetWindow(window).SetKind(kind).SetReason(texts[n+k]).SetAt(after(10*n+k/2, 0)).SetBy(one(w, w.people)).
				SetOpenedBefore(window.OpensAt.AddDate(0, 0, -1)).SetDueBefore(window.DueAt.AddDate(0, 0, -1)).SetGraceBefore(window.GraceUntil.AddDate(0, 0, -1)).
				SetLockedBefore(window.LocksAt.AddDate(0, 0, -1)).SetNillableSection(w.text()).SetNillableDueAt(sometimes(w, window.DueAt.AddDate(0, 0, 2)))
			if k > 0 {
				create.AddAgencies(w.agency("unit"), w.agency([]string{"da-nang", "other", "provinces", "an-giang"}[n])).SetLocksAt(window.LocksAt.AddDate(0, 0, 5*k))
			}
			if n%2 == 0 {
				create.SetLegalDocument(w.documents[k])
			}
			_ = must(create.Save(w.ctx))(w.t)
		}
	}
}

// addBooks adds what administrators keep, and the record.
func (w *world) addBooks() {
	for n, code := range []string{"unit", "department", "ministry", "da-nang", "all"} {
		at, a := after(20+n/2, 0), w.agency(code)
		grant := w.c.RoleGrant.Create().SetPerson(w.people[n]).SetAgency(a).SetRole([]viewer.Role{"REPORTER", "REVIEWER", "COORDINATOR", "ADMIN", "INSPECTOR"}[n]).SetAt(at).
			SetNillableUntil(sometimes(w, now.AddDate(1, 0, 0)))
		if n%2 == 0 {
			grant.SetBy(w.people[3])
		}
		if n == 4 {
			grant.SetRevokedAt(after(50, time.Millisecond))
		}
		held := must(grant.Save(w.ctx))(w.t)
		_ = must(w.c.Delegation.Create().SetGrant(held).SetAgency(a).SetFrom(w.people[n]).SetTo(w.people[(n+1)%5]).SetRole(held.Role).SetStartsAt(at).
			SetEndsAt(at.AddDate(0, n, 1)).SetReason(texts[n]).SetAt(at).SetNillableRevokedAt(sometimes(w, after(40, 0))).Save(w.ctx))(w.t)
		_ = must(w.c.MachineToken.Create().SetName(texts[n]).SetHint("tdm_0000").SetHash([]byte{byte(n)}).SetPerson(w.people[n]).SetAgency(a).SetRole(viewer.RoleReporter).
			SetScopes([]string{"READ", "EDIT"}[:1+n%2]).SetAt(at).SetBy(w.people[3]).SetExpiresAt(now.AddDate(0, n-2, 0)).SetNillableLastUsedAt(sometimes(w, at)).
			SetNillableRevokedAt(sometimes(w, after(60, 0))).Save(w.ctx))(w.t)
		_ = must(w.c.Webhook.Create().SetAgency(a).SetURL("https://a.example/?a=1&b=<2>").SetSecret("x").SetAt(at).SetBy(w.people[n]).SetNillableRemovedAt(sometimes(w, after(70, 0))).Save(w.ctx))(w.t)
		for k := range 3 {
			w.addLines(n, k, a, at)
		}
	}
}

func (w *world) addLines(n, k int, a *db.Agency, at time.Time) {
	queued := w.c.Job.Create().SetKind("digest.mail").SetKey(fmt.Sprint(n, "-", k)).SetRunAt(at).SetAt(at).SetAttempts(k).SetNillableLastError(w.text()).
		SetState([]job.State{"READY", "RUNNING", "DONE", "FAILED"}[(n+k)%4]).SetNillableFinishedAt(sometimes(w, at.Add(time.Second)))
	line := w.c.Event.Create().SetAt(at.Add(time.Duration(k/2) * time.Millisecond)).SetActor(texts[n]).SetAction("submission.submit").SetEntity("Submission").
		SetSequence(int64(20_000_000 + k)).SetNillableLabel(w.text()).SetNillableOnBehalfOf(w.text())
	if k > 0 {
		queued.SetAgency(a)
		line.SetAgency(a).SetBefore(json.RawMessage(`{"b": [1, 2.50, null, "\u2028<é>"], "a": {"y": 1e2, "x": true}}`)).SetAfter(json.RawMessage(`"text"`))
	} else {
		line.SetSequence(int64(10_000_000 + n))
	}
	_ = must(queued.Save(w.ctx))(w.t)
	_ = must(line.Save(w.ctx))(w.t)
}

// lend lets somebody have somebody else's role for a while.
func (w *world) lend(from, to string) {
	find := func(subject string) *db.Person {
		return must(w.c.Person.Query().Where(person.Subject(subject)).Only(w.ctx))(w.t)
	}
	held := must(w.c.RoleGrant.Query().Where(rolegrant.PersonID(find(from).ID)).Only(w.ctx))(w.t)
	_ = must(w.c.Delegation.Create().SetGrant(held).SetAgencyID(held.AgencyID).SetFrom(find(from)).SetTo(find(to)).SetRole(held.Role).
		SetStartsAt(now.Add(-time.Hour)).SetEndsAt(now.Add(time.Hour)).SetReason("Nghỉ phép").SetAt(now.Add(-2 * time.Hour)).Save(w.ctx))(w.t)
}
