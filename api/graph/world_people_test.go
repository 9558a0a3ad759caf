package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/review"
	"github.com/tiendo-vn/tiendo/ent/db/windowchange"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// addPeople gives roles and lends them, and makes what administrators keep.
// Of everything with an order there are three, two of them at one time.
func (w *world) addPeople(t *testing.T, c *db.Client) {
	ctx := apitest.System()
	for n := range 3 {
		at := day.Add(time.Duration(n/2) * time.Millisecond)
		grant := must(c.RoleGrant.Create().SetPerson(w.person).SetAgency(w.agencies[n]).SetRole(viewer.RoleReporter).SetAt(at).SetBy(w.decider).Save(ctx))(t)
		_ = must(c.Delegation.Create().SetGrant(grant).SetAgency(w.agencies[n]).SetFrom(w.person).SetTo(w.decider).
			SetRole(viewer.RoleReporter).SetStartsAt(day).SetEndsAt(day.AddDate(0, 0, 9)).SetReason("Nghỉ phép").SetAt(at).Save(ctx))(t)
		_ = must(c.MachineToken.Create().SetName("Hệ thống").SetHint("tdm_0000").SetHash([]byte{byte(n)}).SetPerson(w.person).SetAgency(w.agencies[n]).
			SetRole(viewer.RoleReporter).SetScopes([]string{"READ"}).SetAt(at).SetBy(w.decider).SetExpiresAt(day.AddDate(1, 0, 0)).Save(ctx))(t)
		_ = must(c.Webhook.Create().SetAgency(w.agencies[n]).SetURL("https://a.example/").SetSecret("x").SetAt(at).SetBy(w.decider).Save(ctx))(t)
		_ = must(c.Job.Create().SetKind("test").SetKey(fmt.Sprint(n)).SetAgency(w.agencies[n]).SetRunAt(at).Save(ctx))(t)
		_ = must(c.Event.Create().SetActor("test").SetAction("made").SetEntity("World").SetAgency(w.agencies[n]).SetAt(at).SetSequence(1).Save(ctx))(t)
	}
}

// addSteps adds what hangs on the first report, and changes of dates.
func (w *world) addSteps(t *testing.T, c *db.Client) {
	ctx, report, at := apitest.System(), w.submissions[0], w.windows[0]
	_ = must(c.Review.Create().SetSubmission(report).SetAgencyID(w.agencies[0].ID).SetAction(review.ActionSUBMIT).SetAt(day).
		SetBy(w.person).SetOnBehalfOf(w.decider).SetVersion(2).AddFigures(w.figures[1]).Save(ctx))(t)
	_ = must(c.Waiver.Create().SetSubmission(report).SetAgencyID(w.agencies[0].ID).SetIndicator(w.indicators[0]).SetCheckCode("jump").
		SetReason("Đúng.").SetAt(day).SetBy(w.person).Save(ctx))(t)
	_ = must(c.Evidence.Create().SetSubmission(report).SetAgencyID(w.agencies[0].ID).SetIndicator(w.indicators[0]).SetHash(strings.Repeat("0", 64)).
		SetName("a.pdf").SetMediaType("application/pdf").SetSize(1).SetAt(day).SetBy(w.person).Save(ctx))(t)
	change := func() *db.WindowChangeCreate {
		return c.WindowChange.Create().SetWindow(at).SetDueAt(day).SetOpenedBefore(at.OpensAt).SetDueBefore(at.DueAt).SetGraceBefore(at.GraceUntil).
			SetLockedBefore(at.LocksAt).SetReason("Lễ").SetLegalDocument(w.documents[0]).SetAt(day)
	}
	w.adjusted = must(change().SetKind(windowchange.KindADJUST).SetBy(w.decider).Save(ctx))(t)
	w.extended = must(change().SetKind(windowchange.KindEXTEND).SetBy(w.person).AddAgencies(w.agencies[0]).Save(ctx))(t)
}

// addBooks adds what programs of the instance keep for themselves.
func (w *world) addBooks(t *testing.T, c *db.Client) {
	ctx := apitest.System()
	_ = must(c.EventChain.Create().SetChain("instance").SetSequence(0).Save(ctx))(t)
	_ = must(c.Seal.Create().SetDay(day).SetHeads(json.RawMessage(`{}`)).SetHash(bytes.Repeat([]byte{1}, 32)).Save(ctx))(t)
	_ = must(c.IdempotencyKey.Create().SetCallerID(w.person.ID).SetKey("k").SetOperation("test").SetInputHash([]byte{1}).
		SetAnswer(json.RawMessage(`{}`)).Save(ctx))(t)
	_ = must(c.PersistedDocument.Create().SetHash(strings.Repeat("a", 64)).SetText("{viewer{name}}").Save(ctx))(t)
	_ = must(c.UsageCount.Create().SetDay("2026-11-27").SetClient("test").SetClientVersion("1").SetSubject("PART").SetName("Query.viewer").SetDocument("").SetCalls(1).SetLastAt(time.Now()).Save(ctx))(t)
}
