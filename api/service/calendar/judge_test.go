package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

func TestMoreTimeMakesALateReportOnTime(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		s.Clock.Set(at("2023-04-25T09:00:00+07:00"))
		in := submitted(d, "lao-cai", at("2023-04-20T23:59:59.999+07:00"), true, false)
		beyond := submitted(d, "ha-giang", at("2023-04-29T00:00:00+07:00"), true, false)
		other := submitted(d, "hanoi", at("2023-04-19T00:00:00+07:00"), true, false)
		punctual := submitted(d, "da-nang", at("2023-04-01T00:00:00+07:00"), false, false)

		made(t, s.As("coordinator"), "extendWindow", extending.with("agencies", []string{"lao-cai", "ha-giang", "da-nang"}).with("dueAt", "2023-04-26T00:00:00+07:00"))
		assert.False(t, again(d, in).Late)
		assert.Equal(t, in.Version+1, again(d, in).Version, "a change of the report as any other")
		assert.True(t, again(d, in).ChangedAt.Equal(s.Clock.Now()))
		assert.Equal(t, in.Status, again(d, in).Status)
		assert.True(t, again(d, beyond).Late, "it came later still")
		assert.Equal(t, beyond.Version, again(d, beyond).Version, "nothing changed")
		assert.True(t, again(d, other).Late, "nothing was granted to it")
		assert.Equal(t, punctual.Version, again(d, punctual).Version)

		recorded := events(d, "submission.judge")
		require.Len(t, recorded, 1)
		assert.Equal(t, id(d, "lao-cai").ID, *recorded[0].AgencyID)
		assert.Equal(t, in.ID, *recorded[0].EntityID)
		assert.Equal(t, true, said(t, recorded[0].Before)["late"])
		assert.Equal(t, false, said(t, recorded[0].After)["late"])
		assert.Equal(t, "lao-cai 2023-Q1", *recorded[0].Label)

		before := s.Clock.Now().Add(-time.Microsecond).Format(time.RFC3339Nano)
		var got struct{ Then, Now struct{ Late bool } }
		s.As("coordinator").Get(t, `query($at: Time) { then: submission(agency: "lao-cai", window: "2023-Q1", asOf: $at) { late } now: submission(agency: "lao-cai", window: "2023-Q1") { late } }`,
			map[string]any{"at": before}, &got)
		assert.True(t, got.Then.Late, "it was late until then")
		assert.False(t, got.Now.Late)
	})
}

func TestNewDatesForEverybodyJudgeAgain(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		s.Clock.Set(at("2023-04-09T09:00:00+07:00"))
		early := submitted(d, "lao-cai", at("2023-04-08T00:00:00+07:00"), true, false)
		made(t, s.As("coordinator"), "adjustWindow", input{"window": "2023-Q1", "reason": "Bão", "graceUntil": "2023-04-10T00:00:00+07:00"})
		assert.True(t, again(d, early).Late)
		assert.True(t, again(d, early).Excused, "it came within the grace")
		s.Clock.Advance(time.Hour)
		made(t, s.As("coordinator"), "adjustWindow", adjusting)
		assert.False(t, again(d, early).Late)
		assert.False(t, again(d, early).Excused, "what is on time needs no excuse")
		assert.Len(t, events(d, "submission.judge"), 2)
	})
}

func TestAReopeningExcusesNothing(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		s.Clock.Set(at("2023-06-02T09:00:00+07:00"))
		late := submitted(d, "lao-cai", at("2023-05-08T00:00:00+07:00"), true, false)
		made(t, s.As("coordinator"), "reopenWindow", reopening)
		assert.True(t, again(d, late).Late)
		assert.Equal(t, late.Version, again(d, late).Version)
	})
}

func TestAnApprovedReportIsJudgedByWhatWasApprovedFirst(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := serve(t, d)
		s.Clock.Set(at("2023-04-25T09:00:00+07:00"))
		ctx := apitest.System()
		came, approved, revised := at("2023-04-08T00:00:00Z"), at("2023-04-09T00:00:00Z"), at("2023-04-24T00:00:00Z")
		person := d.Client.Person.Create().SetSubject("x").SetName("Lan").SaveX(ctx)
		r := submitted(d, "lao-cai", came, true, false)
		step := func(action review.Action, at time.Time) {
			d.Client.Review.Create().SetSubmission(r).SetAgencyID(r.AgencyID).SetAction(action).SetAt(at).SetAuthorID(person.ID).SetVersion(1).ExecX(ctx)
		}
		step(review.ActionSUBMIT, came)
		step(review.ActionAPPROVE, approved)
		step(review.ActionSUBMIT, revised)
		d.Client.Submission.UpdateOne(r).SetStatus(submission.StatusSUBMITTED).SetSubmittedAt(revised).SetApprovedAt(approved).
			AddVersion(1).SetChangedAt(revised).ExecX(ctx)

		made(t, s.As("coordinator"), "extendWindow", extending.with("agencies", []string{"lao-cai"}).with("dueAt", "2023-04-26T00:00:00Z"))
		assert.False(t, again(d, r).Late)

		other := submitted(d, "ha-giang", revised, true, false)
		s.Clock.Set(at("2023-04-25T10:00:00+07:00"))
		made(t, s.As("coordinator"), "extendWindow", extending.with("agencies", []string{"ha-giang"}).with("dueAt", "2023-04-25T23:00:00+07:00"))
		assert.False(t, again(d, other).Late, "one that was not approved, by when it was last submitted")
	})
}
