package file

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/link"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Where files are, below the address of the instance.
const (
	WorkbookPath = "/workbooks"
	EvidencePath = "/evidence"
)

// A Purpose is what a link is for; it is good for nothing else.
type Purpose string

// The purposes.
const (
	PurposeWorkbook       Purpose = "workbook.read"
	PurposeWorkbookUpload Purpose = "workbook.put"
	PurposeEvidence       Purpose = "evidence.read"
	PurposeEvidenceUpload Purpose = "evidence.put"
)

// A WorkbookLink is what a link to or for a workbook is about.
type WorkbookLink struct {
	// Agency and Window are codes.
	Agency string `json:"a"`
	Window string `json:"w"`
	// Mode says what to do with the rows; empty where the workbook is read.
	Mode WorkbookMode `json:"m,omitempty"`
}

// An EvidenceLink is what a link to evidence is about.
type EvidenceLink struct {
	Evidence uuid.UUID `json:"e"`
}

// An AttachLink is what a link for evidence is about.
type AttachLink struct {
	Submission uuid.UUID `json:"s"`
	// Indicator is the one whose figure the file proves; nil for the whole report.
	Indicator *uuid.UUID `json:"i,omitempty"`
}

// Open checks a link's token and reads what it is about into claims. It returns
// the person the link was handed to, whose access is to be checked again. The
// error is that of link.Signer.Verify.
func (s *Service) Open(purpose Purpose, token string, claims any) (uuid.UUID, error) {
	grant, err := s.Links.Verify(string(purpose), token, claims)
	if err != nil {
		return uuid.Nil, err
	}
	person, err := uuid.Parse(grant.Subject)
	if err != nil {
		return uuid.Nil, link.ErrInvalid
	}
	return person, nil
}

// CreateWorkbook answers a link to the workbook of an agency and window.
func (s *Service) CreateWorkbook(ctx context.Context, in CreateWorkbookInput) (*LinkPayload, error) {
	return s.handOut(ctx, PurposeWorkbook, WorkbookPath, WorkbookLink{Agency: in.Agency, Window: in.Window}, func() error {
		return s.Reports.MayReadSheet(ctx, in.Agency, in.Window)
	})
}

// CreateWorkbookUpload answers a link to send a workbook to.
func (s *Service) CreateWorkbookUpload(ctx context.Context, in CreateWorkbookUploadInput) (*LinkPayload, error) {
	return s.handOut(ctx, PurposeWorkbookUpload, WorkbookPath, WorkbookLink{in.Agency, in.Window, in.Mode}, func() error {
		_, err := s.Reports.MayPutSheet(ctx, in.Agency, in.Window)
		return err
	})
}

// CreateEvidenceUpload answers a link to send a file to that proves figures.
func (s *Service) CreateEvidenceUpload(ctx context.Context, in CreateEvidenceUploadInput) (*LinkPayload, error) {
	return s.handOut(ctx, PurposeEvidenceUpload, EvidencePath, AttachLink{in.Submission, in.Indicator}, func() error {
		return s.MayAttach(ctx, AttachLink{in.Submission, in.Indicator})
	})
}

// Link returns a link to a file the viewer sees.
func (s *Service) Link(ctx context.Context, e *db.Evidence) (*SignedLink, error) {
	if err := s.keepsEvidence(); err != nil {
		return nil, err
	}
	l, err := s.sign(ctx, PurposeEvidence, EvidencePath, EvidenceLink{e.ID})
	return &SignedLink{URL: l.URL, ExpiresAt: l.ExpiresAt}, err
}

// handOut answers a link where nothing speaks against it.
func (s *Service) handOut(ctx context.Context, purpose Purpose, path string, claims any, may func() error) (*LinkPayload, error) {
	p := &LinkPayload{UserErrors: []*change.UserError{}}
	l, err := s.sign(ctx, purpose, path, claims) // refuses whoever is nobody, before anything is looked up
	if err == nil {
		err = may()
	}
	if err != nil {
		p.UserErrors, err = change.FaultsOf(err)
		return p, err
	}
	p.URL, p.ExpiresAt = &l.URL, &l.ExpiresAt
	return p, nil
}

// sign makes a link for the viewer, who has to be somebody: a link names a
// person.
func (s *Service) sign(ctx context.Context, purpose Purpose, path string, claims any) (link.Link, error) {
	if s.Links == nil {
		return link.Link{}, change.Refuse(change.NotAllowed, nil, change.Say(
			"Máy chủ này không trao đổi tệp.", "This server exchanges no files."))
	}
	v, _ := viewer.FromContext(ctx)
	if !v.SignedIn() {
		return link.Link{}, change.Refuse(change.NotAllowed, nil, change.Say(
			"Hãy đăng nhập để thực hiện việc này.", "Sign in to do this."))
	}
	return s.Links.Sign(string(purpose), path, v.Person.String(), claims)
}
