package file

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/evidence"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/db"
	entevidence "github.com/tiendo-vn/tiendo/ent/db/evidence"
)

// Attach stores a file that was sent to a link and adds it to the report. The
// token is the link's: the same file sent to it again gives the first answer.
// Faults are those of MayAttach.
func (s *Service) Attach(ctx context.Context, l AttachLink, token string, staged *evidence.Staged) (*db.Evidence, error) {
	// Stored first: a file that no row names is harmless, a row without its file is not.
	if err := staged.Commit(ctx, s.Evidence); err != nil {
		return nil, fmt.Errorf("store evidence: %w", err)
	}
	return s.Reports.Attach(ctx, report.Attachment{
		Submission: l.Submission, Indicator: l.Indicator,
		Hash: staged.Hash, Name: staged.Name, MediaType: staged.MediaType, Size: staged.Size, Key: repeat(token, staged.Hash),
	})
}

// MayAttach says why the viewer may not send a file to a link now, before any of
// it is received.
func (s *Service) MayAttach(ctx context.Context, l AttachLink) error {
	if err := s.keepsEvidence(); err != nil {
		return err
	}
	return s.Reports.MayAttach(ctx, l.Submission, l.Indicator)
}

// EvidenceOf returns the evidence of a key. NOT_FOUND is for what the viewer may
// not see.
func (s *Service) EvidenceOf(ctx context.Context, id uuid.UUID) (*db.Evidence, error) {
	if err := s.keepsEvidence(); err != nil {
		return nil, err
	}
	e, err := s.Client.Evidence.Query().Where(entevidence.ID(id)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, change.Refuse(change.NotFound, nil, change.Say(
			"Không tìm thấy tệp, hoặc bạn không được xem.", "There is no such file, or you may not see it."))
	}
	return e, err
}

// keepsEvidence refuses where there is no place for evidence.
func (s *Service) keepsEvidence() error {
	if s.Evidence != nil {
		return nil
	}
	return change.Refuse(change.NotAllowed, nil, change.Say(
		"Máy chủ này không lưu tệp minh chứng.", "This server keeps no evidence."))
}
