package instance

import (
	"net/http"
	"time"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A door lets requests in: it turns the credential of each into a viewer.
type door struct {
	access   *access.Service
	verifier auth.Verifier
	// public lets nobody sign in, neither people nor machines.
	public bool
}

// viewer says who sends a request: the public without a credential. One that
// is refused is an *auth.Error, never the public.
func (d door) viewer(r *http.Request) (viewer.Viewer, error) {
	token, err := auth.Bearer(r)
	switch {
	case err != nil:
		return viewer.Viewer{}, err
	case token == "":
		return viewer.Public(), nil
	case d.public:
		return viewer.Viewer{}, &auth.Error{Code: auth.InvalidToken, Description: "Nobody signs in to this server, which is for the public alone: ask without a token."}
	case auth.IsMachineToken(token):
		return d.access.SignInMachine(r.Context(), token)
	case d.verifier == nil:
		return viewer.Viewer{}, &auth.Error{Code: auth.InvalidToken, Description: "No provider vouches for tokens here."}
	}
	who, err := d.verifier.Verify(r.Context(), token)
	if err != nil {
		return viewer.Viewer{}, err
	}
	return d.access.SignIn(r.Context(), who)
}

// ends is when what a viewer may ends, by the clock of the machine: with the
// credential, or with the first of the roles that does. What runs on is then
// asked for again, and seen with the roles left.
func ends(v viewer.Viewer, now func() time.Time) time.Time {
	until := v.Until
	for _, g := range v.Grants {
		if !g.Until.IsZero() && (until.IsZero() || g.Until.Before(until)) {
			until = g.Until
		}
	}
	if until.IsZero() {
		return until
	}
	return time.Now().Add(until.Sub(now()))
}
