package report

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
)

// answerWithin is how long an agency has for an answer where nobody says.
const answerWithin = 30 * 24 * time.Hour

// PutNarrative writes a text of a draft or returned report. It takes the place
// of the one of its kind and indicator; an empty one takes that out.
func (s *Service) PutNarrative(ctx context.Context, in PutNarrativeInput) (*PutNarrativePayload, error) {
	return s.text(ctx, "putNarrative", in.ClientMutationID, in, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
		body := &in.Body
		if faults := clean(&body, "body", maxBody, false); faults != nil {
			return uuid.Nil, faults
		}
		sh, _, err := s.begin(ctx, tx, Edit, "submission", in.Submission, nil)
		if err != nil {
			return uuid.Nil, err
		}
		if !calendar.OnTime(tx.At, sh.dates.LocksAt) {
			return uuid.Nil, change.Refuse(change.Locked, nil, change.Say(
				"Kỳ báo cáo đã khóa lúc %[1]s.", "The window locked at %[1]s.", local(sh.dates.LocksAt)))
		}
		if in.Indicator != nil {
			if err := s.owes(ctx, tx, sh, *in.Indicator); err != nil {
				return uuid.Nil, err
			}
		}
		to, err := routed(ctx, tx, in.Kind, in.RoutedTo, in.AnswerDueOn)
		if err != nil {
			return uuid.Nil, err
		}
		old := tx.Narrative.Query().Where(narrative.SubmissionID(sh.report.ID), narrative.KindEQ(in.Kind), narrative.SupersededAtIsNil())
		if in.Indicator != nil {
			old.Where(narrative.IndicatorID(*in.Indicator))
		} else {
			old.Where(narrative.IndicatorIDIsNil())
		}
		return s.replaceText(ctx, tx, sh, old, body, in.Kind, in.Indicator, to)
	})
}

// owes refuses an indicator the agency owes nothing of in the window.
func (s *Service) owes(ctx context.Context, tx *change.Tx, sh *sheet, indicator uuid.UUID) error {
	owed, err := s.owed(ctx, tx.Client, sh.agency.ID, sh.window)
	if err != nil {
		return err
	}
	for _, i := range owed {
		if i.ID == indicator {
			return nil
		}
	}
	return change.Refuse(change.NotOwed, []string{"indicator"}, change.Say(
		"Đơn vị không phải báo cáo chỉ tiêu này trong kỳ.", "The agency does not owe a figure of this indicator in the window."))
}

// A route is who owes an answer, until when.
type route struct {
	agency *db.Agency
	due    time.Time
}

// routed finds who is to answer; nil where nobody is.
func routed(ctx context.Context, tx *change.Tx, kind narrative.Kind, code *string, due *time.Time) (*route, error) {
	if code == nil {
		if due != nil {
			return nil, change.Refuse(change.Required, []string{"routedTo"}, change.Say(
				"answerDueOn cần có routedTo.", "answerDueOn needs routedTo."))
		}
		return nil, nil
	}
	if kind == narrative.KindTREND {
		return nil, change.Refuse(change.Invalid, []string{"routedTo"}, change.Say(
			"Chỉ khó khăn và đề xuất được chuyển để trả lời.", "Only difficulties and proposals are routed for an answer."))
	}
	to, err := tx.Agency.Query().Where(agency.Code(*code)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, change.Faults{unknown("routedTo", *code)}
	}
	if err != nil {
		return nil, err
	}
	today := Day(tx.At)
	r := &route{to, today.Add(answerWithin)}
	if due != nil {
		if due.Before(today) {
			return nil, change.Refuse(change.Invalid, []string{"answerDueOn"}, change.Say(
				"%[1]s đã qua.", "%[1]s is over.", due.Format(time.DateOnly)))
		}
		r.due = *due
	}
	return r, nil
}

// Day is the calendar day of a time in Viet Nam, as days are kept.
func Day(t time.Time) time.Time {
	y, m, d := t.In(calendar.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// replaceText ends the texts of a query and writes one in their place.
func (s *Service) replaceText(ctx context.Context, tx *change.Tx, sh *sheet, old *db.NarrativeQuery, body *string, kind narrative.Kind, indicator *uuid.UUID, to *route) (uuid.UUID, error) {
	rows, err := old.All(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	before := map[string]any{}
	for _, n := range rows {
		before[string(n.Kind)] = n.Body
		if err := tx.Narrative.UpdateOneID(n.ID).SetSupersededAt(tx.At).Exec(ctx); err != nil {
			return uuid.Nil, err
		}
	}
	var id uuid.UUID
	after := map[string]any{}
	if body != nil {
		create := tx.Narrative.Create().SetSubmissionID(sh.report.ID).SetAgencyID(sh.agency.ID).SetNillableIndicatorID(indicator).
			SetKind(kind).SetBody(*body).SetRecordedAt(tx.At)
		after[string(kind)] = *body
		if to != nil {
			create.SetRoutedToID(to.agency.ID).SetAnswerDueOn(to.due)
			after["routedTo"], after["answerDueOn"] = to.agency.Code, to.due.Format(time.DateOnly)
		}
		made, err := create.Save(ctx)
		if err != nil {
			return uuid.Nil, err
		}
		id = made.ID
	}
	if body == nil && len(rows) == 0 {
		return uuid.Nil, nil
	}
	s.note(tx, sh.report, sh.agency.ID, "narrative.put", sh.label(), before, after)
	return id, sh.counts().on(tx.Submission.UpdateOneID(sh.report.ID), tx.At).Exec(ctx)
}

// text carries out a change of one text.
func (s *Service) text(ctx context.Context, operation string, key *string, input any, run func(context.Context, *change.Tx) (uuid.UUID, error)) (*PutNarrativePayload, error) {
	p := &PutNarrativePayload{ClientMutationID: key}
	id, first, err := change.Do(ctx, s.Store, change.Request{Operation: operation, Key: key, Input: input}, run)
	if p.UserErrors, err = change.FaultsOf(err); err != nil || p.UserErrors != nil || id == uuid.Nil {
		return p, err
	}
	at(ctx, first)
	p.Narrative, err = s.Client.Narrative.Query().Where(narrative.ID(id)).Only(ctx)
	if db.IsNotFound(err) {
		err = nil
	}
	return p, err
}
