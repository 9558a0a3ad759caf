package access

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// administers returns the viewer's grant as an administrator of an agency, and
// says so in the change where it is a lent one; nil where there is none. With
// own, a lent one does not do.
func administers(ctx context.Context, tx *change.Tx, agency uuid.UUID, own bool) (*viewer.Grant, error) {
	grant, err := holding(ctx, tx.Client, tx.Viewer, agency, func(g viewer.Grant) bool {
		return g.Role == viewer.RoleAdmin && (g.LentBy == nil || !own)
	})
	if grant != nil {
		tx.For = grant.LentBy
	}
	return grant, err
}

// notAdministered is the fault of who is no administrator there.
func notAdministered(path []string, agency string, own bool) *change.UserError {
	if own {
		return change.Fault(change.NotAllowed, path, change.Say(
			"Việc này cần vai trò ADMIN của chính mình (không phải được ủy quyền) có phạm vi gồm %[1]s.",
			"This takes a role ADMIN of one's own, not a lent one, that reaches %[1]s.", agency))
	}
	return change.Fault(change.NotAllowed, path, change.Say(
		"Việc này cần vai trò ADMIN có phạm vi gồm %[1]s.", "This takes a role ADMIN that reaches %[1]s.", agency))
}

// appointedAt finds the agency of a role that is given, and whether the viewer
// may give that role there.
func appointedAt(ctx context.Context, tx *change.Tx, code string, role viewer.Role) (*db.Agency, change.Faults, error) {
	where, err := tx.Agency.Query().Where(agency.Code(code)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		return nil, change.Faults{unknown("agency", code)}, nil
	case err != nil:
		return nil, nil, err
	}
	fault, err := mayGive(ctx, tx, where, role)
	if err != nil || fault == nil {
		return where, nil, err
	}
	return where, change.Faults{fault}, nil
}

// mayGive says why the viewer may not give, lend or take a role at an agency;
// nil where nothing speaks against it. Who administers and who inspects is
// decided with a role of one's own. An inspector reads everything, wherever the
// role is held: only who administers every agency at which anybody has ever had
// a role makes one.
func mayGive(ctx context.Context, tx *change.Tx, where *db.Agency, role viewer.Role) (*change.UserError, error) {
	own := personal(role)
	grant, err := administers(ctx, tx, where.ID, own)
	if err != nil {
		return nil, err
	}
	if grant == nil {
		return notAdministered([]string{"agency"}, where.Code, own), nil
	}
	if role != viewer.RoleInspector {
		return nil, nil
	}
	all, err := administersAll(ctx, tx)
	if err != nil || all {
		return nil, err
	}
	return change.Fault(change.NotAllowed, []string{"role"}, change.Say(
		"Vai trò INSPECTOR đọc được toàn bộ dữ liệu; chỉ người quản trị mọi đơn vị đã có người dùng mới được trao.",
		"An INSPECTOR reads everything; only who administers every agency that has ever had users gives this role.")), nil
}

// administersAll says whether the viewer's own roles as an administrator reach
// every agency at which anybody has ever had a role.
func administersAll(ctx context.Context, tx *change.Tx) (bool, error) {
	var own []uuid.UUID
	for _, g := range tx.Viewer.Grants {
		if g.Role == viewer.RoleAdmin && g.LentBy == nil {
			own = append(own, g.Agency)
		}
	}
	if len(own) == 0 {
		return false, nil
	}
	beyond, err := tx.RoleGrant.Query().Where(func(s *sql.Selector) {
		s.Where(rule.Beyond(s.C("agency_id"), own))
	}).Exist(viewer.NewContext(ctx, viewer.System("access")))
	return !beyond, err
}
