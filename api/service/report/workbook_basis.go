package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/change"
	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A basis is what a workbook is about, before what was entered.
type basis struct {
	agency *db.Agency
	window *db.ReportingWindow
	// report is nil where it was not begun, or the viewer may not see it.
	report  *db.Submission
	owed    []*db.Indicator
	targets map[uuid.UUID]*db.Target
}

// basis finds an agency, a window and what is owed there. Faults are NOT_FOUND
// for what the viewer may not see, and NOT_OWED where the workbook would be
// empty.
func (s *Service) basis(ctx context.Context, agencyCode, windowCode string) (*basis, error) {
	owner, window, err := named(ctx, s.Client, agencyCode, windowCode)
	if err != nil {
		return nil, err
	}
	b := &basis{agency: owner, window: window}
	b.report, err = s.Client.Submission.Query().
		Where(submission.AgencyID(owner.ID), submission.WindowID(window.ID)).WithAgency().WithWindow().Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, err
	}
	if b.report == nil {
		// Agencies and windows are published; what one reports is not.
		if err := mayLook(ctx, s.Client, owner.ID); err != nil {
			return nil, err
		}
	}
	if b.owed, err = s.owed(ctx, s.Client, owner.ID, window); err != nil {
		return nil, err
	}
	if len(b.owed) == 0 {
		return nil, owesNothing(owner, window)
	}
	b.targets, err = service.TargetsOf(ctx, s.Client, keys(b.owed), window.Year)
	return b, err
}

// mayLook refuses whoever has no role that reaches an agency.
func mayLook(ctx context.Context, client *db.Client, agencyID uuid.UUID) error {
	v, _ := viewer.FromContext(ctx)
	if v.ReadAll {
		return nil
	}
	holds, err := rule.Holds(ctx, client, v, agencyID)
	if err == nil && !holds {
		err = notFound("agency")
	}
	return err
}

func owesNothing(owner *db.Agency, window *db.ReportingWindow) error {
	return change.Refuse(change.NotOwed, []string{"agency"}, change.Say(
		"%[1]s không phải báo cáo chỉ tiêu nào trong kỳ %[2]s.", "%[1]s owes no figure in window %[2]s.", owner.Code, window.Code))
}

// rowCodes are what the rows of a workbook are known by: the indicators' codes
// as printed, behind the plan's where two plans print the same.
func rowCodes(owed []*db.Indicator) []string {
	codes, taken := make([]string, len(owed)), map[string]bool{}
	for n, i := range owed {
		codes[n] = i.Code
		if taken[i.Code] {
			codes[n] = codeOf(i)
		}
		taken[codes[n]] = true
	}
	return codes
}

// stamp says what the workbook is made from.
func (b *basis) stamp(s *Service) (workbook.Stamp, error) {
	catalogue, err := b.catalogue()
	stamp := workbook.Stamp{Catalogue: catalogue, Agency: b.agency.Code, Window: b.window.Code, IssuedAt: s.Clock()}
	if b.report != nil {
		stamp.SubmissionVersion = b.report.Version
	}
	return stamp, err
}

const (
	// mostPlans is the longest list of plans in a stamp, in bytes.
	mostPlans = 60
	// digestDigits is how much of the digest of a form the stamp holds.
	digestDigits = 16
	digestMark   = "#"
)

// catalogue names the version of the catalogue that the rows come from: the
// plans with their versions, for people, and a digest of what the form prints
// of them. A new version that changes nothing in the form has the same digest.
func (b *basis) catalogue() (string, error) {
	var plans []string
	for _, i := range b.owed {
		name := i.Edges.Plan.Code + "@" + i.Edges.Plan.Version
		if !slices.Contains(plans, name) {
			plans = append(plans, name)
		}
	}
	label := strings.Join(plans, "+")
	if len(label) > mostPlans {
		label = fmt.Sprintf("%d", len(plans))
	}
	text, err := json.Marshal(b.prints())
	sum := sha256.Sum256(text)
	return label + digestMark + hex.EncodeToString(sum[:])[:digestDigits], err
}

// prints is what a form prints of each indicator: code, name, unit, target.
func (b *basis) prints() [][4]string {
	lines := make([][4]string, len(b.owed))
	for n, code := range rowCodes(b.owed) {
		i := b.owed[n]
		lines[n] = [4]string{code, i.Name, unitOf(i), targetText(b.targets[i.ID])}
	}
	return lines
}

// SameForm says whether two versions of the catalogue, as stamps name them,
// print the same form.
func SameForm(a, b string) bool {
	_, was, _ := strings.Cut(a, digestMark)
	_, is, known := strings.Cut(b, digestMark)
	return known && was == is
}

func unitOf(i *db.Indicator) string {
	if i.Unit == nil {
		return ""
	}
	return string(*i.Unit)
}

func targetText(t *db.Target) string {
	if t == nil {
		return ""
	}
	return t.Text
}
