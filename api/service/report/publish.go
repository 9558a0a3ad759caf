package report

import (
	"context"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/audit"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Publish lets the public see the approved figures of a window, of the agencies
// named or of all in the coordinator's reach.
func (s *Service) Publish(ctx context.Context, in PublishFiguresInput) (*PublishFiguresPayload, error) {
	p := &PublishFiguresPayload{ClientMutationID: in.ClientMutationID}
	var err error
	p.Published, _, err = change.Do(ctx, s.Store, change.Request{Operation: "publishFigures", Key: in.ClientMutationID, Input: in},
		func(ctx context.Context, tx *change.Tx) (int, error) { return s.publish(ctx, tx, in) })
	p.UserErrors, err = change.FaultsOf(err)
	return p, err
}

func (s *Service) publish(ctx context.Context, tx *change.Tx, in PublishFiguresInput) (int, error) {
	if !tx.Viewer.Has(viewer.RoleCoordinator) || !tx.Viewer.Within(viewer.ScopeCoordinate) {
		return 0, change.Refuse(change.NotAllowed, nil, change.Say("Chỉ điều phối viên được công bố.", "Only coordinators publish."))
	}
	(&actor{grants: grantsOf(tx.Viewer, viewer.RoleCoordinator)}).act(tx)
	var faults change.Faults
	window, err := tx.ReportingWindow.Query().Where(reportingwindow.Code(in.Window)).Only(ctx)
	if db.IsNotFound(err) {
		faults, err = append(faults, unknown("window", in.Window)), nil
	}
	if err != nil {
		return 0, err
	}
	ids, wrong, err := publishable(ctx, tx, in.Agencies)
	if faults = append(faults, wrong...); err != nil || faults != nil {
		if err == nil {
			err = faults
		}
		return 0, err
	}
	reach := func(sel *sql.Selector) {
		sel.Where(rule.Reached(tx.Viewer, sel.C(figure.FieldAgencyID), viewer.RoleCoordinator))
	}
	u := tx.Figure.Update().Where(figure.WindowID(window.ID), figure.ApprovedAtNotNil(), figure.SupersededAtIsNil(), figure.PublishedAtIsNil(), reach)
	if len(in.Agencies) > 0 {
		u.Where(figure.AgencyIDIn(ids...))
	}
	n, err := u.SetPublishedAt(tx.At).Save(ctx)
	if err == nil && n > 0 {
		tx.Record(audit.Entry{Action: "figures.publish", Entity: "ReportingWindow", EntityID: &window.ID, Label: window.Code,
			After: map[string]any{"figures": n, "agencies": in.Agencies}})
		tx.Notify(change.Notice{Kind: "figures.publish", Window: window.ID})
	}
	return n, err
}

// publishable finds the agencies named; each has to be in the coordinator's
// reach.
func publishable(ctx context.Context, tx *change.Tx, codes []string) (ids []uuid.UUID, faults change.Faults, err error) {
	rows, err := tx.Agency.Query().Where(agency.CodeIn(codes...)).All(ctx)
	if err != nil {
		return nil, nil, err
	}
	byCode := map[string]*db.Agency{}
	for _, a := range rows {
		byCode[a.Code] = a
	}
	for n, code := range codes {
		a := byCode[code]
		reached := false
		if a != nil {
			if reached, err = rule.Holds(ctx, tx.Client, tx.Viewer, a.ID, viewer.RoleCoordinator); err != nil {
				return nil, nil, err
			}
		}
		if !reached {
			faults = append(faults, change.Fault(change.NotFound, []string{"agencies", strconv.Itoa(n)}, change.Say(
				"Không có đơn vị %[1]q trong phạm vi của bạn.", "There is no agency %[1]q in your reach.", code)))
			continue
		}
		ids = append(ids, a.ID)
	}
	return ids, faults, nil
}
