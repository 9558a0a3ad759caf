package calendar

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// maxAgencies is how many agencies one change names at most.
const maxAgencies = 1000

// coordinates refuses whoever coordinates nothing.
func coordinates(tx *change.Tx) error {
	if tx.Viewer.Has(viewer.RoleCoordinator) && tx.Viewer.Within(viewer.ScopeCoordinate) {
		return nil
	}
	return change.Refuse(change.NotAllowed, nil, change.Say(
		"Chỉ điều phối viên được thay đổi thời hạn của kỳ báo cáo.", "Only coordinators change the dates of a window."))
}

// reaches says whether a coordinator's role of the viewer reaches an agency,
// and notes whose role it is where it was lent.
func reaches(ctx context.Context, tx *change.Tx, agencyID uuid.UUID) (bool, error) {
	grant, err := access.Allowed(ctx, tx.Client, tx.Viewer, agencyID, viewer.ScopeCoordinate, viewer.RoleCoordinator)
	if grant != nil && grant.LentBy != nil {
		tx.For = grant.LentBy
	}
	return grant != nil, err
}

// named finds the agencies that a change names. All faults come at once: codes
// that name nothing, groups, agencies out of reach.
func named(ctx context.Context, tx *change.Tx, codes []string) ([]*db.Agency, change.Faults, error) {
	switch n := len(codes); {
	case n == 0:
		return nil, change.Faults{change.Fault(change.Required, []string{"agencies"}, change.Say(
			"Cần nêu ít nhất một đơn vị.", "Name at least one agency."))}, nil
	case n > maxAgencies:
		return nil, change.Faults{change.Fault(change.TooMany, []string{"agencies"}, change.Say(
			"Có %[1]d đơn vị; nhiều nhất %[2]d.", "There are %[1]d agencies; at most %[2]d.", n, maxAgencies))}, nil
	}
	rows, err := tx.Agency.Query().Where(agency.CodeIn(codes...)).All(ctx)
	if err != nil {
		return nil, nil, err
	}
	byCode := make(map[string]*db.Agency, len(rows))
	for _, a := range rows {
		byCode[a.Code] = a
	}
	var found []*db.Agency
	var faults change.Faults
	for n, code := range codes {
		a := byCode[code]
		var wrong *change.UserError
		switch {
		case a == nil:
			wrong = unknown("", code)
		case slices.Contains(found, a):
			wrong = change.Fault(change.Exists, nil, change.Say("Đơn vị %[1]q được nêu hai lần.", "Agency %[1]q is named twice.", code))
		case a.Kind == agency.KindGROUP:
			wrong = change.Fault(change.Invalid, nil, change.Say(
				"%[1]q là một nhóm; hãy nêu các thành viên.", "%[1]q is a group; name its members.", code))
		default:
			reached, err := reaches(ctx, tx, a.ID)
			if err != nil {
				return nil, nil, err
			}
			if reached {
				found = append(found, a)
				continue
			}
			wrong = change.Fault(change.NotAllowed, nil, change.Say(
				"Đơn vị %[1]q không thuộc phạm vi điều phối của bạn.", "Agency %[1]q is beyond your role of coordinator.", code))
		}
		wrong.Path = []string{"agencies", strconv.Itoa(n)}
		faults = append(faults, wrong)
	}
	return found, faults, nil
}

// shown is how many agencies a sentence names.
const shown = 3

// coversEverybody refuses a change for everybody to whom it is not the viewer's
// to give: the viewer's role has to reach every agency that owes something in
// the window or, where none does, every agency that reports at all.
func coversEverybody(ctx context.Context, tx *change.Tx, w *db.ReportingWindow) (change.Faults, error) {
	counts, err := service.OwedCounts(ctx, tx.Client, w)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Agency.Query().Where(agency.KindNEQ(agency.KindGROUP)).Order(db.Asc(agency.FieldCodeKey)).
		Select(agency.FieldCode).All(ctx)
	if err != nil {
		return nil, err
	}
	beyond, examples := 0, []string{}
	for _, a := range rows {
		if len(counts) > 0 && counts[a.ID] == 0 {
			continue
		}
		reached, err := reaches(ctx, tx, a.ID)
		if err != nil {
			return nil, err
		}
		if reached {
			continue
		}
		if beyond++; beyond <= shown {
			examples = append(examples, a.Code)
		}
	}
	if beyond == 0 {
		return nil, nil
	}
	return change.Faults{change.Fault(change.NotAllowed, []string{"window"}, change.Say(
		"Thay đổi cho mọi đơn vị cần vai trò điều phối đối với tất cả; bạn không có vai trò đó với %[1]d đơn vị (%[2]s).",
		"A change for everybody takes a coordinator of everybody; your role does not reach %[1]d agencies (%[2]s).",
		beyond, strings.Join(examples, ", ")))}, nil
}
