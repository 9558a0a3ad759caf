package differ_test

import (
	"fmt"
	"time"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencysuccession"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/legaldocument"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/target"
	"github.com/tiendo-vn/tiendo/ent/db/task"

	"github.com/shopspring/decimal"
)

// The agencies: a group of all, a tree three deep, provinces of which some were
// merged into others.
var agencyCodes = []struct {
	code, parent string
	kind         agency.Kind
}{
	{"all", "", agency.KindGROUP}, {"provinces", "", agency.KindGROUP}, {"ministry", "", agency.KindMINISTRY}, {"department", "ministry", agency.KindUNIT},
	{"unit", "department", agency.KindUNIT}, {"meter", "ministry", agency.KindUNIT}, {"other", "", agency.KindMINISTRY}, {"office", "other", agency.KindUNIT},
	{"nation", "", agency.KindNATIONAL}, {"viettel", "", agency.KindENTERPRISE}, {"da-nang", "", agency.KindPROVINCE}, {"quang-nam", "", agency.KindPROVINCE},
	{"dak-lak", "", agency.KindPROVINCE}, {"dak-nong", "", agency.KindPROVINCE}, {"an-giang", "", agency.KindPROVINCE}, {"ha-noi", "", agency.KindPROVINCE},
}

var agencyNames = []string{"Tất cả", "Các tỉnh", "Bộ \"A\"", "Vụ\\B", "Đơn vị", "Đo lường", "Bộ khác", "Văn phòng", "Quốc gia", "Viettel", "Đà Nẵng", "Quảng Nam", "Đắk Lắk", "Dak Nông", "An Giang", "An Giang"}

func (w *world) addCatalogue() {
	t, c := w.t, w.c
	for n, number := range []string{"942/QĐ-TTg", "1012/QĐ-TTg", "749/QĐ-TTg", "942/A/X.1", "942/A/II.1"} {
		d := c.LegalDocument.Create().SetNumber(number).SetTitle(texts[n]).SetKind(one(w, []legaldocument.Kind{"DECISION", "LAW", "REPORT"})).
			SetNillableIssuer(w.text()).SetNillableNote(w.text()).SetNillableIssuedOn(sometimes(w, time.Date(2021, 6, 15, 0, 0, 0, 0, time.UTC), time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)))
		if n > 2 {
			d.AddAmends(w.documents[0]).AddReplaces(w.documents[:2]...)
		}
		w.documents = append(w.documents, must(d.Save(w.ctx))(t))
	}
	for n, a := range agencyCodes {
		create := c.Agency.Create().SetCode(a.code).SetName(agencyNames[n]).SetKind(a.kind).SetNillableNameEn(w.text()).SetNillableShortName(w.text()).
			SetNillableSource(w.text()).SetNillableOfficialCode(sometimes(w, "01", "48", "92")).SetNillableActiveFrom(sometimes(w, begin.AddDate(-9, 0, 0)))
		if a.parent != "" {
			create.SetParent(w.agency(a.parent))
		}
		if a.code == "quang-nam" || a.code == "dak-nong" {
			create.SetActiveTo(begin.AddDate(2, 3, 0))
		}
		w.agencies = append(w.agencies, must(create.Save(w.ctx))(t))
	}
	member := func(group string, codes ...string) {
		for _, code := range codes {
			_ = must(c.AgencyMembership.Create().SetAgency(w.agency(group)).SetMemberOf(w.agency(code)).Save(w.ctx))(t)
		}
	}
	member("all", "provinces", "ministry", "other", "viettel")
	member("provinces", "da-nang", "quang-nam", "dak-lak", "dak-nong", "an-giang", "ha-noi")
	for n, pair := range [][2]string{{"quang-nam", "da-nang"}, {"dak-nong", "dak-lak"}, {"meter", "office"}} {
		create := c.AgencySuccession.Create().SetPredecessor(w.agency(pair[0])).SetSuccessor(w.agency(pair[1])).SetEffectiveOn(begin.AddDate(2, 3*(n%2), 0)).
			SetKind([]agencysuccession.Kind{"MERGE", "SPLIT", "MOVE"}[n]).SetNillableNote(w.text())
		if n > 0 {
			create.SetLegalDocument(w.documents[n])
		}
		_ = must(create.Save(w.ctx))(t)
	}
	for n, code := range []string{"2021-2025", "2026-2030"} {
		create := c.Plan.Create().SetCode(code).SetName(texts[n]).SetVersion("1").SetYearFrom(2021 + 5*n).SetYearTo(2025 + 5*n).SetNillableNameEn(w.text())
		if n == 0 {
			create.SetLegalDocument(w.documents[0])
		}
		w.plans = append(w.plans, must(create.Save(w.ctx))(t))
	}
}

// agency finds one by its code.
func (w *world) agency(code string) *db.Agency {
	for n, a := range agencyCodes {
		if a.code == code {
			return w.agencies[n]
		}
	}
	panic(code)
}

func (w *world) addMeasures() {
	t, c := w.t, w.c
	for n, code := range []string{"3", "3.5", "3.5.1", "3.5.2", "3.5.10", "3.10", "4", "10", "3.5.1", "1.1"} {
		create := c.Indicator.Create().SetPlan(w.plans[n/8]).SetCode(code).SetName(texts[n%5]).SetNillableNameEn(w.text()).SetNillableNote(w.text()).
			SetNillableReference(w.text()).SetNillableReportedDone(sometimes(w, true, false)).SetNillableDirection(sometimes(w, indicator.DirectionUP, indicator.DirectionDOWN))
		switch {
		case n < 2:
			create.SetKind(indicator.KindGROUP)
		default:
			create.SetKind(indicator.KindINDICATOR).SetUnit([]indicator.Unit{"PERCENT", "RANK", "MILESTONE", "PERCENT"}[n%4]).
				SetAggregation(one(w, []indicator.Aggregation{"NONE", "SUM", "AVERAGE", "RATIO"}))
		}
		if n > 0 && n < 6 {
			create.SetParent(w.indicators[min(1, n-1)])
		}
		if n == 7 {
			create.SetOwner(w.agency("da-nang"))
		}
		if n == 8 {
			create.AddSameAs(w.indicators[2]).AddLegalBases(w.documents[1:3]...)
		}
		w.indicators = append(w.indicators, must(create.Save(w.ctx))(t))
	}
	for n, code := range []string{"749/02/6", "749/02/10", "749/2/6", "1", "x"} {
		create := c.Task.Create().SetPlan(w.plans[n/4]).SetCode(code).SetTitle(texts[n+5]).SetNillableGroupTitle(w.text()).SetNillableDescription(w.text()).
			SetNillableResult(w.text()).SetNillableReference(w.text()).SetNillableScheduleText(w.text()).SetStatus(one(w, []task.Status{"OPEN", "DONE"})).
			SetNillableScheduleKind(sometimes(w, []task.ScheduleKind{"RANGE", "YEAR", "QUARTER", "ANNUAL", "ONGOING"}...)).
			SetNillableYearFrom(sometimes(w, 2021, 2022)).SetNillableYearTo(sometimes(w, 2023, 2025)).SetNillableQuarter(sometimes(w, 1, 4))
		if n%2 == 0 {
			create.SetLegalDocument(w.documents[n/2]).SetExpectedResults([]string{texts[2], texts[4], "<b>"}).AddIndicators(w.indicators[2:5]...)
		}
		if n == 1 {
			create.SetIndicatorTexts([]string{})
		}
		w.tasks = append(w.tasks, must(create.Save(w.ctx))(t))
	}
	w.addTargets()
	w.addAssignments()
}

func (w *world) addTargets() {
	numbers := []string{"30.14", "0", "-0.5", "1e3", "100.00", "99999999999999999999.123456789", "0.0000001", "-12"}
	for n, i := range w.indicators[2:] {
		for year := range 3 {
			create := w.c.Target.Create().SetIndicator(i).SetYear(2022 + year).SetKind([]target.Kind{"BASELINE", "PLAN", "GOAL"}[year]).SetText("-").
				SetRecordedAt(after(n, 0)).SetNillableNote(w.text()).SetNillableQuarter(sometimes(w, 1, 2)).SetNillableDueOn(sometimes(w, after(100, 0)))
			if year > 0 {
				create.SetValue(decimal.RequireFromString(numbers[(n+year)%len(numbers)])).SetDecidedBy(w.documents[0]).
					SetComparator(one(w, []target.Comparator{"EQ", "GT", "GTE", "LT", "LTE", "TOP"})).SetText(texts[n])
			}
			if year == 1 && n < 3 {
				create.SetSupersededAt(after(60, 0))
			}
			first := must(create.Save(w.ctx))(w.t)
			if year == 1 && n < 3 {
				_ = must(w.c.Target.Create().SetIndicator(i).SetYear(2023).SetKind(target.KindPLAN).SetText("60%").SetVersion(2).SetSupersedes(first).
					SetValue(decimal.RequireFromString("60")).SetComparator("GTE").SetRecordedAt(after(60, 0)).SetDecidedBy(w.documents[1]).Save(w.ctx))(w.t)
			}
		}
	}
}

func (w *world) addAssignments() {
	assign := func(code string, role assignment.Role, position int) *db.AssignmentCreate {
		return w.c.Assignment.Create().SetAgency(w.agency(code)).SetRole(role).SetPosition(position).SetNillableScope(w.text()).SetNillableText(w.text()).
			SetNillableValidFrom(sometimes(w, begin.AddDate(-2, 0, 0)))
	}
	for n, i := range w.indicators[2:8] {
		_ = must(assign("meter", assignment.RoleMEASURE, n%2).SetIndicator(i).Save(w.ctx))(w.t)
		_ = must(assign([]string{"all", "provinces", "unit"}[n%3], assignment.RoleIMPLEMENT, 1).SetIndicator(i).Save(w.ctx))(w.t)
		_ = must(assign("da-nang", assignment.RoleCOORDINATE, n%2).SetIndicator(i).Save(w.ctx))(w.t)
	}
	_ = must(assign("department", assignment.RoleIMPLEMENT, 0).SetIndicator(w.indicators[1]).Save(w.ctx))(w.t)
	_ = must(assign("unit", assignment.RoleLEAD, 0).SetIndicator(w.indicators[3]).SetValidTo(after(9, 0)).Save(w.ctx))(w.t)
	for n, task := range w.tasks {
		_ = must(assign([]string{"all", "unit", "da-nang", "other", "ministry"}[n], assignment.RoleLEAD, 0).SetTask(task).Save(w.ctx))(w.t)
		_ = must(assign("provinces", assignment.RoleCOORDINATE, 1).SetTask(task).Save(w.ctx))(w.t)
	}
}

func (w *world) addWindows() {
	for n := range 5 {
		from := time.Date(2022, time.Month(12+3*n), 1, 0, 0, 0, 0, time.UTC)
		due := from.AddDate(0, 4, 1).Add(16*time.Hour + 59*time.Minute + 59*time.Second)
		create := w.c.ReportingWindow.Create().SetCode(fmt.Sprintf("%d-Q%d", 2023+n/4, 1+n%4)).SetYear(2023 + n/4).SetQuarter(1 + n%4).
			SetCoversFrom(from).SetCoversTo(from.AddDate(0, 4, -1)).SetOpensAt(from.AddDate(0, 3, 0)).SetDueAt(due).SetGraceUntil(due.AddDate(0, 0, n%2)).
			SetLocksAt(due.AddDate(0, 0, 10)).SetExpectedGrade([]reportingwindow.ExpectedGrade{"ESTIMATE", "PRELIMINARY", "OFFICIAL"}[n%3]).
			SetNillableSection(w.text()).SetNillableNote(w.text())
		if n%2 == 0 {
			create.SetLegalDocument(w.documents[0]).SetRequiredNarratives([]string{"TREND", "PROPOSAL"})
		}
		w.windows = append(w.windows, must(create.Save(w.ctx))(w.t))
	}
}
