package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// A payload is what changes of a window answer.
type payload struct {
	ClientMutationID *string
	Window           *struct{ Code, OpensAt, DueAt, GraceUntil, LocksAt string }
	Change           *struct {
		ID, Kind, Reason                    string
		OpensAt, DueAt, GraceUntil, LocksAt *string
		Agencies                            []struct{ Code string }
		LegalDocument                       *struct{ Number string }
		Section                             *string
		By                                  struct{ Name string }
	}
	UserErrors []struct {
		Code, Message string
		Path          []string
	}
}

// codes lists what is wrong, as CODE path.
func (p payload) codes() []string {
	codes := []string{}
	for _, e := range p.UserErrors {
		text := e.Code
		for _, step := range e.Path {
			text += " " + step
		}
		codes = append(codes, text)
	}
	return codes
}

type input map[string]any

// with returns the input with something else in it; nil takes it out.
func (in input) with(name string, value any) input {
	other := input{}
	for n, v := range in {
		other[n] = v
	}
	if other[name] = value; value == nil {
		delete(other, name)
	}
	return other
}

// ask asks for one of the three changes.
func ask(t *testing.T, s *apitest.Server, change string, in input) payload {
	t.Helper()
	types := map[string]string{"adjustWindow": "AdjustWindowInput", "extendWindow": "ExtendWindowInput", "reopenWindow": "ReopenWindowInput"}
	var got map[string]payload
	s.Get(t, `mutation($input: `+types[change]+`!) { `+change+`(input: $input) { clientMutationId
		window { code opensAt dueAt graceUntil locksAt }
		change { id kind reason opensAt dueAt graceUntil locksAt section agencies { code } legalDocument { number } by { name } }
		userErrors { code path message } } }`, map[string]any{"input": in}, &got)
	return got[change]
}

// made is ask for a change that must be made.
func made(t *testing.T, s *apitest.Server, change string, in input) payload {
	t.Helper()
	p := ask(t, s, change, in)
	require.Empty(t, p.UserErrors)
	require.NotNil(t, p.Window)
	require.NotNil(t, p.Change)
	return p
}

// dates returns the dates that hold for an agency in 2023-Q1: due, grace, lock.
func dates(t *testing.T, s *apitest.Server, code string) [3]string {
	t.Helper()
	var got struct {
		ReportingWindow struct {
			Deadlines struct{ DueAt, GraceUntil, LocksAt string }
		}
	}
	s.As("coordinator").Get(t, `query($agency: String!) { reportingWindow(code: "2023-Q1") { deadlines(agency: $agency) { dueAt graceUntil locksAt } } }`,
		map[string]any{"agency": code}, &got)
	d := got.ReportingWindow.Deadlines
	return [3]string{d.DueAt, d.GraceUntil, d.LocksAt}
}

// The dates of 2023-Q1 as they were published, in UTC.
const (
	due  = "2023-04-02T16:59:59.999Z"
	lock = "2023-05-31T16:59:59.999Z"
)

// serve starts a server on the day before 2023-Q1 is due.
func serve(t *testing.T, d *apitest.Database) *apitest.Server {
	s := apitest.ServeSignedIn(t, d)
	s.Clock.Set(at("2023-04-01T09:00:00+07:00"))
	return s
}

func id(d *apitest.Database, code string) *db.Agency {
	return d.Client.Agency.Query().Where(agency.Code(code)).OnlyX(apitest.System())
}

// events returns the events of an action, the first first.
func events(d *apitest.Database, action string) []*db.Event {
	return d.Client.Event.Query().Where(event.Action(action)).Order(event.ByAt(), event.BySequence()).AllX(apitest.System())
}

// said reads what an event says.
func said(t *testing.T, text json.RawMessage) map[string]any {
	t.Helper()
	var v map[string]any
	require.NoError(t, json.Unmarshal(text, &v))
	return v
}

// submitted adds a report for 2023-Q1 that came at a time.
func submitted(d *apitest.Database, code string, came time.Time, late, excused bool) *db.Submission {
	ctx := apitest.System()
	w := d.Client.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q1")).OnlyIDX(ctx)
	return d.Client.Submission.Create().SetAgencyID(id(d, code).ID).SetWindowID(w).SetCreatedAt(came.UTC()).SetChangedAt(came.UTC()).
		SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(came.UTC()).SetLate(late).SetExcused(excused).SaveX(ctx)
}

func again(d *apitest.Database, r *db.Submission) *db.Submission {
	return d.Client.Submission.GetX(apitest.System(), r.ID)
}

var adjusting = input{"window": "2023-Q1", "dueAt": "2023-04-10T23:59:59.999+07:00", "graceUntil": "2023-04-12T23:59:59.999+07:00", "reason": "Bão số 1"}

func TestNewDatesForEverybody(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		before := s.Clock.Now()
		s.Clock.Advance(time.Minute)
		p := made(t, s.As("coordinator"), "adjustWindow", adjusting.with("legalDocument", "942/QĐ-TTg").with("section", "II.2"))
		assert.Equal(t, "2023-04-10T16:59:59.999Z", p.Window.DueAt)
		assert.Equal(t, "2023-04-12T16:59:59.999Z", p.Window.GraceUntil)
		assert.Equal(t, lock, p.Window.LocksAt, "as it was")
		assert.Equal(t, "ADJUST", p.Change.Kind)
		assert.Equal(t, "Bão số 1", p.Change.Reason)
		assert.Equal(t, "2023-04-10T16:59:59.999Z", *p.Change.DueAt)
		assert.Nil(t, p.Change.LocksAt, "it stays")
		assert.Empty(t, p.Change.Agencies)
		assert.Equal(t, "942/QĐ-TTg", p.Change.LegalDocument.Number)
		assert.Equal(t, "II.2", *p.Change.Section)
		assert.Equal(t, "Lê Quang Huy", p.Change.By.Name)
		assert.Equal(t, [3]string{"2023-04-10T16:59:59.999Z", "2023-04-12T16:59:59.999Z", lock}, dates(t, s, "lao-cai"))

		recorded := events(d, "window.adjust")
		require.Len(t, recorded, 1)
		assert.Nil(t, recorded[0].AgencyID, "it concerns everybody")
		assert.Equal(t, "2023-Q1", *recorded[0].Label)
		assert.Equal(t, "Lê Quang Huy", recorded[0].Actor)
		assert.Equal(t, due, said(t, recorded[0].Before)["dueAt"])
		assert.Equal(t, "2023-04-10T16:59:59.999Z", said(t, recorded[0].After)["dueAt"])
		assert.Equal(t, "942/QĐ-TTg", said(t, recorded[0].After)["legalDocument"])
		assert.Equal(t, "Bão số 1", said(t, recorded[0].After)["reason"])

		submitted(d, "lao-cai", before, false, false)
		var then struct {
			Submission struct{ Window struct{ DueAt string } }
		}
		s.As("coordinator").Get(t, `query($at: Time) { submission(agency: "lao-cai", window: "2023-Q1", asOf: $at) { window { dueAt } } }`,
			map[string]any{"at": before.Format(time.RFC3339Nano)}, &then)
		assert.Equal(t, due, then.Submission.Window.DueAt, "as it was then")
	})
}

func TestAdjustmentsThatAreRefused(t *testing.T) {
	tests := map[string]struct {
		in   input
		want []string
	}{
		"a window that is not there":     {adjusting.with("window", "2023-Q5"), []string{"NOT_FOUND window"}},
		"no reason":                      {adjusting.with("reason", "  "), []string{"REQUIRED reason"}},
		"a reason that is too long":      {adjusting.with("reason", long(2001)), []string{"INVALID reason"}},
		"a document that is not there":   {adjusting.with("legalDocument", "0/QĐ"), []string{"NOT_FOUND legalDocument"}},
		"a section of no document":       {adjusting.with("section", "II"), []string{"REQUIRED legalDocument"}},
		"a section that is too long":     {adjusting.with("legalDocument", "942/QĐ-TTg").with("section", long(201)), []string{"INVALID section"}},
		"no date":                        {adjusting.with("dueAt", nil).with("graceUntil", nil), []string{"REQUIRED"}},
		"the dates there are":            {adjusting.with("dueAt", due).with("graceUntil", due), []string{"REQUIRED"}},
		"a due date behind the grace":    {adjusting.with("graceUntil", nil), []string{"INVALID dueAt"}},
		"a grace before the due date":    {adjusting.with("dueAt", nil).with("graceUntil", "2023-04-01T10:00:00+07:00"), []string{"INVALID graceUntil"}},
		"a lock before the grace":        {adjusting.with("locksAt", "2023-04-11T00:00:00+07:00"), []string{"INVALID locksAt"}},
		"an opening behind the due date": {input{"window": "2023-Q1", "reason": "x", "opensAt": "2023-04-03T00:00:00+07:00"}, []string{"INVALID opensAt"}},
		"dates that have passed": {input{"window": "2023-Q1", "reason": "x", "opensAt": "2023-03-02T00:00:00+07:00", "dueAt": "2023-03-31T00:00:00+07:00"},
			[]string{"INVALID opensAt", "INVALID dueAt"}},
		"everything at once": {input{"window": "2023-Q1", "reason": "", "legalDocument": "0/QĐ", "locksAt": "2023-03-31T00:00:00+07:00"},
			[]string{"REQUIRED reason", "NOT_FOUND legalDocument", "INVALID locksAt", "INVALID locksAt"}},
		"everything at once, and no window": {input{"window": "no", "reason": "", "legalDocument": "0/QĐ"},
			[]string{"NOT_FOUND window", "REQUIRED reason", "NOT_FOUND legalDocument", "REQUIRED"}},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				p := ask(t, s.As("coordinator"), "adjustWindow", test.in)
				assert.Equal(t, test.want, p.codes())
				assert.Nil(t, p.Window)
				assert.Nil(t, p.Change)
				for _, e := range p.UserErrors {
					assert.NotEmpty(t, e.Message)
				}
			})
		}
		assert.Empty(t, events(d, "window.adjust"))
		assert.Zero(t, d.Client.WindowChange.Query().CountX(apitest.System()))
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "lao-cai"))
	})
}

func long(n int) string {
	text := make([]rune, n)
	for i := range text {
		text[i] = 'ô'
	}
	return string(text)
}

var extending = input{"window": "2023-Q1", "agencies": []string{"lao-cai", "ha-giang"}, "dueAt": "2023-04-20T23:59:59.999+07:00", "reason": "Lũ"}

func TestMoreTimeForSomeAgencies(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		p := made(t, s.As("coordinator"), "extendWindow", extending)
		assert.Equal(t, due, p.Window.DueAt, "for others it stays")
		assert.Equal(t, "EXTEND", p.Change.Kind)
		assert.Len(t, p.Change.Agencies, 2)
		const granted = "2023-04-20T16:59:59.999Z"
		assert.Equal(t, [3]string{granted, granted, lock}, dates(t, s, "lao-cai"), "grace moves with it, the lock is later")
		assert.Equal(t, [3]string{granted, granted, lock}, dates(t, s, "ha-giang"))
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "hanoi"))

		recorded := events(d, "window.extend")
		require.Len(t, recorded, 1)
		assert.Nil(t, recorded[0].AgencyID, "it concerns two")
		before, after := said(t, recorded[0].Before)["agencies"].(map[string]any), said(t, recorded[0].After)["agencies"].(map[string]any)
		assert.Equal(t, due, before["ha-giang"].(map[string]any)["dueAt"])
		assert.Equal(t, granted, after["ha-giang"].(map[string]any)["dueAt"])

		s.Clock.Advance(time.Hour)
		const farther = "2023-06-10T16:59:59.999Z"
		p = made(t, s.As("coordinator"), "extendWindow", extending.with("agencies", []string{"lao-cai"}).with("dueAt", farther))
		assert.Equal(t, [3]string{farther, farther, farther}, dates(t, s, "lao-cai"), "the lock moves too")
		assert.Equal(t, farther, *p.Change.LocksAt)
		assert.Equal(t, [3]string{granted, granted, lock}, dates(t, s, "ha-giang"))
		recorded = events(d, "window.extend")
		require.Len(t, recorded, 2)
		assert.Equal(t, id(d, "lao-cai").ID, *recorded[1].AgencyID, "in the record of the agency it concerns")

		s.Clock.Advance(time.Hour)
		made(t, s.As("coordinator"), "adjustWindow", adjusting.with("dueAt", "2023-05-01T00:00:00Z").with("graceUntil", "2023-05-02T00:00:00Z"))
		assert.Equal(t, [3]string{"2023-05-01T00:00:00Z", "2023-05-02T00:00:00Z", lock}, dates(t, s, "ha-giang"), "what everybody has holds for it as well")
		assert.Equal(t, [3]string{farther, farther, farther}, dates(t, s, "lao-cai"), "what was granted is not taken back")
	})
}

func TestExtensionsThatAreRefused(t *testing.T) {
	tests := map[string]struct {
		in   input
		want []string
	}{
		"nobody named":                   {extending.with("agencies", []string{}), []string{"REQUIRED agencies"}},
		"agencies that are not there":    {extending.with("agencies", []string{"x", "lao-cai", "y"}), []string{"NOT_FOUND agencies 0", "NOT_FOUND agencies 2"}},
		"one named twice":                {extending.with("agencies", []string{"lao-cai", "lao-cai"}), []string{"EXISTS agencies 1"}},
		"a group":                        {extending.with("agencies", []string{"cac-dia-phuong"}), []string{"INVALID agencies 0"}},
		"too many":                       {extending.with("agencies", make([]string, 1001)), []string{"TOO_MANY agencies"}},
		"the date there is":              {extending.with("dueAt", due), []string{"INVALID agencies 0", "INVALID agencies 1"}},
		"a date before the one there is": {extending.with("dueAt", "2023-04-02T10:00:00+07:00"), []string{"INVALID agencies 0", "INVALID agencies 1"}},
		"a date that has passed":         {extending.with("dueAt", "2023-03-02T10:00:00+07:00").with("agencies", []string{"lao-cai"}), []string{"INVALID dueAt", "INVALID agencies 0"}},
		"everything at once": {input{"window": "no", "agencies": []string{"x"}, "dueAt": "2023-03-02T10:00:00+07:00", "reason": ""},
			[]string{"NOT_FOUND window", "REQUIRED reason", "NOT_FOUND agencies 0", "INVALID dueAt"}},
	}
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				assert.Equal(t, test.want, ask(t, s.As("coordinator"), "extendWindow", test.in).codes())
			})
		}
		assert.Zero(t, d.Client.WindowChange.Query().CountX(apitest.System()))
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "lao-cai"))
	})
}

var reopening = input{"window": "2023-Q1", "agencies": []string{"lao-cai"}, "until": "2023-06-20T00:00:00Z", "reason": "Sửa số liệu"}

func TestALockedWindowIsReopened(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		s.Clock.Set(at("2023-06-01T00:00:00+07:00"))
		p := made(t, s.As("coordinator"), "reopenWindow", reopening)
		assert.Equal(t, "REOPEN", p.Change.Kind)
		assert.Equal(t, lock, p.Window.LocksAt)
		assert.Equal(t, [3]string{due, due, "2023-06-20T00:00:00Z"}, dates(t, s, "lao-cai"), "what comes now is late")
		assert.Equal(t, [3]string{due, due, lock}, dates(t, s, "hanoi"))
		recorded := events(d, "window.reopen")
		require.Len(t, recorded, 1)
		assert.Equal(t, id(d, "lao-cai").ID, *recorded[0].AgencyID)

		assert.Equal(t, []string{"WRONG_STATE agencies 0"}, ask(t, s.As("coordinator"), "reopenWindow", reopening.with("until", "2023-06-25T00:00:00Z")).codes(), "it is open")
		s.Clock.Set(at("2023-06-21T00:00:00Z"))
		p = made(t, s.As("coordinator"), "reopenWindow", reopening.with("agencies", nil).with("until", "2023-07-01T00:00:00Z"))
		assert.Empty(t, p.Change.Agencies)
		assert.Equal(t, [3]string{due, due, "2023-07-01T00:00:00Z"}, dates(t, s, "hanoi"), "for everybody")
		recorded = events(d, "window.reopen")
		require.Len(t, recorded, 2)
		assert.Nil(t, recorded[1].AgencyID)
		assert.Equal(t, []string{"WRONG_STATE window"}, ask(t, s.As("coordinator"), "reopenWindow", reopening.with("agencies", nil).with("until", "2023-07-05T00:00:00Z")).codes())
	})
}

func TestReopeningsThatAreRefused(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		for name, test := range map[string]struct {
			in   input
			want []string
		}{
			"open, for an agency":    {reopening, []string{"WRONG_STATE agencies 0"}},
			"open, for everybody":    {reopening.with("agencies", nil), []string{"WRONG_STATE window"}},
			"an empty list":          {reopening.with("agencies", []string{}), []string{"REQUIRED agencies"}},
			"a time that has passed": {reopening.with("until", "2023-03-01T00:00:00Z"), []string{"INVALID until", "WRONG_STATE agencies 0"}},
			"everything at once":     {input{"window": "no", "agencies": []string{"x"}, "until": "2023-03-01T00:00:00Z", "reason": ""}, []string{"NOT_FOUND window", "REQUIRED reason", "NOT_FOUND agencies 0", "INVALID until"}},
		} {
			t.Run(name, func(t *testing.T) {
				assert.Equal(t, test.want, ask(t, s.As("coordinator"), "reopenWindow", test.in).codes())
			})
		}
		s.Clock.Set(at("2023-05-31T23:59:59.999+07:00"))
		assert.Equal(t, []string{"WRONG_STATE agencies 0"}, ask(t, s.As("coordinator"), "reopenWindow", reopening).codes(), "the last moment is open")
		s.Clock.Advance(time.Millisecond)
		made(t, s.As("coordinator"), "reopenWindow", reopening)
	})
}
