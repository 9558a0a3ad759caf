package report

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/evidence"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// attaching is who may add evidence to a report: its reporters, wherever it
// stands, because proof may come after the figure.
var attaching = move{action: Edit, from: []submission.Status{draft, returned, submitted, approved},
	roles: []viewer.Role{viewer.RoleReporter}, scope: viewer.ScopeEdit}

// An Attachment is a stored file that proves figures of a report.
type Attachment struct {
	// Submission is the report, Indicator the one whose figure it proves; nil for
	// the whole report.
	Submission uuid.UUID
	Indicator  *uuid.UUID
	// Hash is the SHA-256 of the content, in hexadecimal; Size is in bytes.
	Hash, Name, MediaType string
	Size                  int64
	// Key makes a repeat give the first answer; nil where it need not.
	Key *string `json:"-"`
}

// Attach adds a file to a report: one more version of it. The error is
// change.Faults where the viewer may not, or the agency does not owe the
// indicator.
func (s *Service) Attach(ctx context.Context, a Attachment) (*db.Evidence, error) {
	id, _, err := change.Do(ctx, s.Store, change.Request{Operation: "attachEvidence", Key: a.Key, Input: a},
		func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) { return s.attach(ctx, tx, a) })
	if err != nil {
		return nil, err
	}
	return s.Client.Evidence.Query().Where(evidence.ID(id)).Only(ctx)
}

func (s *Service) attach(ctx context.Context, tx *change.Tx, a Attachment) (uuid.UUID, error) {
	report, err := lockReport(ctx, tx, a.Submission)
	if err != nil {
		return uuid.Nil, orNotFound(err)
	}
	by, err := s.mayAttach(ctx, tx, report, a.Indicator)
	if err != nil {
		return uuid.Nil, err
	}
	by.act(tx)
	made, err := tx.Evidence.Create().SetSubmissionID(report.ID).SetAgencyID(report.AgencyID).SetNillableIndicatorID(a.Indicator).
		SetHash(a.Hash).SetName(a.Name).SetMediaType(a.MediaType).SetSize(a.Size).SetAt(tx.At).SetAuthorID(tx.Viewer.Person).Save(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	sh := &sheet{report: report, agency: report.Edges.Agency, window: report.Edges.Window}
	tx.Record(audit.Entry{Action: "evidence.attach", Entity: "Evidence", EntityID: &made.ID, Agency: &report.AgencyID, Label: sh.label(),
		After: map[string]any{"submission": report.ID, "indicator": a.Indicator, "hash": a.Hash, "name": a.Name, "mediaType": a.MediaType, "size": a.Size}})
	tx.Notify(change.Notice{Kind: "evidence.attach", Agency: report.AgencyID, Window: report.WindowID, Submission: report.ID})
	return made.ID, tx.Submission.UpdateOneID(report.ID).AddVersion(1).SetChangedAt(tx.At).Exec(ctx)
}

// MayAttach says why the viewer may not add a file to a report; nil where the
// viewer may. NOT_FOUND is for what the viewer may not see.
func (s *Service) MayAttach(ctx context.Context, report uuid.UUID, indicator *uuid.UUID) error {
	found, err := s.Client.Submission.Query().Where(submission.ID(report)).WithAgency().WithWindow().Only(ctx)
	if err != nil {
		return orNotFound(err)
	}
	_, err = s.mayAttach(ctx, &change.Tx{Client: s.Client, At: s.Clock()}, found, indicator)
	return err
}

// mayAttach returns by which role the viewer may add a file.
func (s *Service) mayAttach(ctx context.Context, tx *change.Tx, report *db.Submission, indicator *uuid.UUID) (*actor, error) {
	a, err := who(ctx, tx.Client, attaching, report.AgencyID)
	if err != nil {
		return nil, err
	}
	if r := judge(attaching, &sheet{report: report}, a, tx.At); r != nil {
		return nil, r.fault()
	}
	if indicator == nil {
		return a, nil
	}
	return a, s.owes(ctx, tx, &sheet{report: report, agency: report.Edges.Agency, window: report.Edges.Window}, *indicator)
}

func orNotFound(err error) error {
	if db.IsNotFound(err) {
		return notFound("submission")
	}
	return err
}
