package access

import (
	"context"

	"entgo.io/ent/dialect/sql/sqlgraph"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/asof"
)

// do makes a change whose answer is the key of what it is about, and takes the
// client's faults out of the error. Programs do none of this: a token that
// could make tokens would never end.
func (s *Service) do(ctx context.Context, r change.Request, run func(context.Context, *change.Tx) (uuid.UUID, error)) (uuid.UUID, change.Faults, error) {
	id, first, err := change.Do(ctx, s.Store, r, func(ctx context.Context, tx *change.Tx) (uuid.UUID, error) {
		if tx.Viewer.Scopes != nil {
			return uuid.Nil, change.Refuse(change.NotAllowed, nil, change.Say(
				"Mã truy cập của chương trình không được thay đổi vai trò, mã truy cập hoặc địa chỉ nhận tin.",
				"A machine token may not change roles, tokens or addresses."))
		}
		return run(ctx, tx)
	})
	if sqlgraph.IsUniqueConstraintError(err) {
		err = change.Refuse(change.Exists, nil, change.Say(
			"Người khác vừa thực hiện đúng thay đổi này.", "Somebody else has just made this very change."))
	}
	faults, err := change.FaultsOf(err)
	if !first.IsZero() {
		asof.Set(ctx, first)
	}
	return id, faults, err
}

// unknown is the fault of a code that names nothing.
func unknown(path, code string) *change.UserError {
	return change.Fault(change.NotFound, []string{path}, change.Say("Không có mã %[1]q.", "There is no code %[1]q.", code))
}

// absent is the fault of an id that names nothing the viewer sees.
func absent(path string) error {
	return change.Refuse(change.NotFound, []string{path}, change.Say(
		"Không tìm thấy, hoặc không được xem.", "There is no such thing, or you may not see it."))
}

// over is the fault of something that has ended already.
func over() error {
	return change.Refuse(change.WrongState, []string{"id"}, change.Say(
		"Đã hết hiệu lực từ trước.", "It has ended already."))
}
