package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rs/cors"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/server/requestid"
)

// preflightSeconds is how long a browser may remember that it may ask. Browsers
// cut it to two hours or ten minutes.
const preflightSeconds = 7200

// origins are the pages elsewhere that may use the API from a browser.
type origins []string

func (o origins) any() bool { return slices.Contains(o, config.AnyOrigin) }

// share tells browsers which pages may read answers. Nobody's cookies are let
// in with them, whatever page it is: a credential is a header that the page
// itself sends.
func (o origins) share(next http.Handler) http.Handler {
	if len(o) == 0 {
		return next
	}
	return cors.New(cors.Options{
		AllowedOrigins: o,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Accept", "Accept-Language", "Authorization", "Content-Type", requestid.Header,
			headerClientName, headerClientVersion, headerApolloName, headerApolloVersion},
		ExposedHeaders: []string{requestid.Header, "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate"},
		MaxAge:         preflightSeconds,
	}).Handler(next)
}

// guard refuses what a page elsewhere makes a browser send: without it, only the
// browser's preflight stands between such a page and a change. Programs send
// neither Origin nor Sec-Fetch-Site and pass.
func (o origins) guard() func(*http.Request) *refusal {
	protection := http.NewCrossOriginProtection()
	for _, origin := range o {
		if origin != config.AnyOrigin {
			_ = protection.AddTrustedOrigin(origin) // the settings have checked its form
		}
	}
	return func(r *http.Request) *refusal {
		if o.any() || protection.Check(r) == nil {
			return nil
		}
		return refuse(http.StatusForbidden, CodeForbidden, "pages of another origin may not send requests here")
	}
}

// mayOpen says whether the page behind a websocket's handshake may have one.
func (o origins) mayOpen(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || o.any() || slices.Contains(o, strings.ToLower(origin)) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}
