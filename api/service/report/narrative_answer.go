package report

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// RouteNarrative routes a difficulty or proposal of a submitted report to an
// agency that owes an answer.
func (s *Service) RouteNarrative(ctx context.Context, in RouteNarrativeInput) (*PutNarrativePayload, error) {
	return s.text(ctx, "routeNarrative", in.ClientMutationID, in, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
		n, sh, err := s.textOf(ctx, tx, in.ID)
		if err != nil {
			return uuid.Nil, err
		}
		a, err := who(ctx, tx.Client, move{roles: []viewer.Role{viewer.RoleCoordinator}, scope: viewer.ScopeCoordinate}, n.AgencyID)
		switch {
		case err != nil:
			return uuid.Nil, err
		case a == nil:
			return uuid.Nil, change.Refuse(change.NotAllowed, nil, change.Say(
				"Chỉ điều phối viên của đơn vị được chuyển.", "Only a coordinator of the agency routes texts."))
		case sh.report.Status == draft:
			return uuid.Nil, change.Refuse(change.WrongState, []string{"id"}, change.Say(
				"Báo cáo chưa được gửi.", "The report is not submitted."))
		case n.Answer != nil:
			return uuid.Nil, change.Refuse(change.WrongState, []string{"id"}, change.Say("Đã được trả lời.", "It is answered already."))
		}
		a.act(tx)
		to, err := routed(ctx, tx, n.Kind, &in.RoutedTo, in.AnswerDueOn)
		if err != nil {
			return uuid.Nil, err
		}
		// It is the same text: it counts as part of what was submitted.
		if err := tx.Narrative.UpdateOneID(n.ID).SetSupersededAt(tx.At).Exec(ctx); err != nil {
			return uuid.Nil, err
		}
		made, err := tx.Narrative.Create().SetSubmissionID(n.SubmissionID).SetAgencyID(n.AgencyID).SetNillableIndicatorID(n.IndicatorID).
			SetKind(n.Kind).SetBody(n.Body).SetRecordedAt(n.RecordedAt).SetRoutedAt(tx.At).SetRoutedToID(to.agency.ID).SetAnswerDueOn(to.due).Save(ctx)
		if err != nil {
			return uuid.Nil, err
		}
		s.note(tx, sh.report, n.AgencyID, "narrative.route", sh.label(), nil,
			map[string]any{"narrative": made.ID, "routedTo": to.agency.Code, "answerDueOn": to.due.Format(time.DateOnly)})
		return made.ID, nil
	})
}

// AnswerNarrative answers a difficulty or proposal, once.
func (s *Service) AnswerNarrative(ctx context.Context, in AnswerNarrativeInput) (*PutNarrativePayload, error) {
	return s.text(ctx, "answerNarrative", in.ClientMutationID, in, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
		answer, faults := required(in.Answer, "answer", maxBody)
		if faults != nil {
			return uuid.Nil, faults
		}
		n, sh, err := s.textOf(ctx, tx, in.ID)
		if err != nil {
			return uuid.Nil, err
		}
		if n.RoutedToID == nil {
			return uuid.Nil, change.Refuse(change.WrongState, []string{"id"}, change.Say(
				"Nội dung này chưa được chuyển cho đơn vị nào.", "It is not routed to anybody."))
		}
		a, err := who(ctx, tx.Client, move{roles: []viewer.Role{viewer.RoleReporter, viewer.RoleReviewer, viewer.RoleCoordinator}, scope: viewer.ScopeEdit}, *n.RoutedToID)
		switch {
		case err != nil:
			return uuid.Nil, err
		case a == nil:
			return uuid.Nil, change.Refuse(change.NotAllowed, nil, change.Say(
				"Chỉ đơn vị được giao mới trả lời.", "Only the agency it is routed to answers."))
		case n.Answer != nil:
			return uuid.Nil, change.Refuse(change.WrongState, []string{"id"}, change.Say("Đã được trả lời.", "It is answered already."))
		}
		a.act(tx)
		err = tx.Narrative.UpdateOneID(n.ID).SetAnswer(answer).SetAnsweredAt(tx.At).SetAnsweredByID(tx.Viewer.Person).Exec(ctx)
		s.note(tx, sh.report, n.AgencyID, "narrative.answer", sh.label(), nil, map[string]any{"narrative": n.ID, "answer": answer})
		return n.ID, err
	})
}

// textOf finds a text in force and its report.
func (s *Service) textOf(ctx context.Context, tx *change.Tx, id uuid.UUID) (*db.Narrative, *sheet, error) {
	n, err := tx.Narrative.Query().Where(narrative.ID(id), narrative.SupersededAtIsNil()).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil, notFound("id")
	}
	if err != nil {
		return nil, nil, err
	}
	// Who owes an answer need not see the report itself.
	report, err := lockReport(viewer.NewContext(ctx, viewer.System("report")), tx, n.SubmissionID)
	if err != nil {
		return nil, nil, err
	}
	return n, &sheet{report: report, agency: report.Edges.Agency, window: report.Edges.Window}, nil
}

// Unanswered says whether an answer is owed and its day is over.
func (s *Service) Unanswered(n *db.Narrative) bool {
	return n.RoutedToID != nil && n.Answer == nil && n.AnswerDueOn != nil && Day(s.Clock()).After(*n.AnswerDueOn)
}

// AnswersOwed returns the texts an agency owes an answer to, those due first.
func (s *Service) AnswersOwed(ctx context.Context, agencyID uuid.UUID, open bool) ([]*db.Narrative, error) {
	q := s.Client.Narrative.Query().Where(narrative.RoutedToID(agencyID), narrative.SupersededAtIsNil()).
		Order(db.Asc(narrative.FieldAnswerDueOn, narrative.FieldID))
	if open {
		q.Where(narrative.AnswerIsNil())
	}
	return q.All(ctx)
}
