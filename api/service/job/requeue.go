package job

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/job"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Requeue puts a job that was given up back into the queue, with all its
// attempts before it. It takes the role ADMIN at the job's agency; jobs of the
// instance are nobody's.
func (s *Service) Requeue(ctx context.Context, in RequeueJobInput) (*RequeueJobPayload, error) {
	p := &RequeueJobPayload{ClientMutationID: in.ClientMutationID}
	r := change.Request{Operation: "requeueJob", Key: in.ClientMutationID, Input: in}
	_, _, err := change.Do(ctx, s.Store, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
		return in.ID, requeue(ctx, tx, in.ID)
	})
	if p.UserErrors, err = change.FaultsOf(err); err != nil || p.UserErrors != nil {
		return p, err
	}
	p.Job, err = s.Client.Job.Get(ctx, in.ID)
	return p, err
}

func requeue(ctx context.Context, tx *change.Tx, id uuid.UUID) error {
	j, err := tx.Job.Get(ctx, id)
	switch {
	case db.IsNotFound(err):
		return change.Refuse(change.NotFound, []string{"id"}, change.Say(
			"Không tìm thấy công việc này, hoặc không được xem.", "There is no such job, or you may not see it."))
	case err != nil:
		return err
	}
	if err := allowed(ctx, tx, j); err != nil {
		return err
	}
	n, err := tx.Job.Update().Where(job.ID(id), job.StateEQ(job.StateFAILED)).
		SetState(job.StateREADY).SetAttempts(0).SetRunAt(tx.At).ClearFinishedAt().Save(ctx)
	switch {
	case err != nil:
		return err
	case n == 0:
		return change.Refuse(change.WrongState, []string{"id"}, change.Say(
			"Công việc đang ở trạng thái %[1]s; chỉ công việc FAILED mới đưa lại vào hàng đợi được.",
			"The job is %[1]s; only one that is FAILED can be queued again.", j.State))
	}
	tx.Record(audit.Entry{
		Action: "job.requeue", Entity: db.TypeJob, EntityID: &id, Agency: j.AgencyID, Label: j.Key,
		Before: map[string]any{"state": j.State, "attempts": j.Attempts}, After: map[string]any{"state": job.StateREADY, "attempts": 0},
	})
	return nil
}

// allowed refuses who sees the job and does not administer its agency.
func allowed(ctx context.Context, tx *change.Tx, j *db.Job) error {
	var grant *viewer.Grant
	if j.AgencyID != nil {
		var err error
		// No scope of a machine token does.
		if grant, err = access.Allowed(ctx, tx.Client, tx.Viewer, *j.AgencyID, "", viewer.RoleAdmin); err != nil {
			return err
		}
	}
	if grant == nil {
		return change.Refuse(change.NotAllowed, []string{"id"}, change.Say(
			"Việc này cần vai trò ADMIN tại cơ quan của công việc.", "This takes the role ADMIN at the agency of the job."))
	}
	tx.For = grant.LentBy
	return nil
}
