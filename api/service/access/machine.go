package access

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/machinetoken"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// noteEvery is how exactly the last use of a token is known.
	noteEvery = time.Minute
	// noteWithin bounds the noting of a use.
	noteWithin = 5 * time.Second
)

// SignInMachine returns the viewer of a machine's token: the role it has, within
// its scopes. One that is unknown, has expired or was revoked is an *auth.Error,
// the same for all three.
func (s *Service) SignInMachine(ctx context.Context, token string) (viewer.Viewer, error) {
	ctx = viewer.NewContext(ctx, viewer.System("sign-in"))
	now := s.Clock()
	t, err := s.Client.MachineToken.Query().Where(machinetoken.Hash(auth.HashMachineToken(token)), leading).Only(ctx)
	switch {
	case db.IsNotFound(err), err == nil && (t.RevokedAt != nil || !t.ExpiresAt.After(now)):
		return viewer.Viewer{}, &auth.Error{Code: auth.InvalidToken, Description: "The token is not known here, has expired or was revoked."}
	case err != nil:
		return viewer.Viewer{}, err
	}
	if t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) >= noteEvery {
		go s.noteUse(context.WithoutCancel(ctx), t, now)
	}
	return s.empowerMachine(ctx, t)
}

// leading reads with a token where its role leads.
func leading(t *sql.Selector) {
	t.AppendSelectExprAs(rule.Below(t.C(machinetoken.FieldAgencyID)), "below")
}

// empowerMachine is the viewer of a token that was read with where its role leads.
func (s *Service) empowerMachine(ctx context.Context, t *db.MachineToken) (viewer.Viewer, error) {
	value, err := t.Value("below")
	if err != nil {
		return viewer.Viewer{}, err
	}
	below, ok := value.(string)
	if !ok {
		return viewer.Viewer{}, fmt.Errorf("access: what agency %s reaches is %T; expected text", t.AgencyID, value)
	}
	return s.empower(ctx, machine(t), map[uuid.UUID]string{t.AgencyID: below})
}

// noteUse keeps when a token was last used. Of requests that come together one
// notes it; whatever goes wrong, the next use tries again.
func (s *Service) noteUse(ctx context.Context, t *db.MachineToken, at time.Time) {
	ctx, cancel := context.WithTimeout(ctx, noteWithin)
	defer cancel()
	_ = s.Client.MachineToken.Update().Where(
		machinetoken.ID(t.ID),
		machinetoken.Or(machinetoken.LastUsedAtIsNil(), machinetoken.LastUsedAtLTE(at.Add(-noteEvery))),
	).SetLastUsedAt(at).Exec(ctx)
}

// Scopes are a token's scopes; never nil, which would be a person's.
func Scopes(t *db.MachineToken) []viewer.Scope {
	scopes := make([]viewer.Scope, len(t.Scopes))
	for n, s := range t.Scopes {
		scopes[n] = viewer.Scope(s)
	}
	return scopes
}
