// Package calendar is the dates of reporting windows: which hold for an agency,
// and who may change them. Dates are data with a citation; every change says
// why and is kept.
package calendar

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/asof"
)

// A Service makes the changes of this package.
type Service struct{ *change.Store }

// made is what is kept of an answer.
type made struct{ Window, Change uuid.UUID }

// do makes a change and answers with the window and the change: as they are,
// or as they were when the change was first made.
func (s *Service) do(ctx context.Context, operation string, key *string, input any, run func(context.Context, *change.Tx) (made, error)) (*WindowPayload, error) {
	p := &WindowPayload{ClientMutationID: key}
	answer, first, err := change.Do(ctx, s.Store, change.Request{Operation: operation, Key: key, Input: input}, run)
	if p.UserErrors, err = change.FaultsOf(err); err != nil || p.UserErrors != nil {
		return p, err
	}
	if !first.IsZero() {
		asof.Set(ctx, first)
	}
	if p.Window, err = s.Client.ReportingWindow.Get(ctx, answer.Window); err != nil {
		return nil, err
	}
	p.Change, err = s.Client.WindowChange.Get(ctx, answer.Change)
	return p, err
}
