package access

import (
	"context"
	"time"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/machinetoken"
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
	t, err := s.Client.MachineToken.Query().Where(machinetoken.Hash(auth.HashMachineToken(token))).Only(ctx)
	switch {
	case db.IsNotFound(err), err == nil && (t.RevokedAt != nil || !t.ExpiresAt.After(now)):
		return viewer.Viewer{}, &auth.Error{Code: auth.InvalidToken, Description: "The token is not known here, has expired or was revoked."}
	case err != nil:
		return viewer.Viewer{}, err
	}
	if t.LastUsedAt == nil || now.Sub(*t.LastUsedAt) >= noteEvery {
		go s.noteUse(context.WithoutCancel(ctx), t, now)
	}
	return s.empower(ctx, machine(t))
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
