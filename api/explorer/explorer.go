// Package explorer serves an interactive GraphQL explorer: editor, completion,
// documentation, a click-together query builder and example queries.
//
// The page is wholly in the binary. The networks it runs in have no way out, so
// no script, style, font or image comes from another host, and a strict
// Content-Security-Policy makes the browser hold to that. The files in static
// are built by hack/explorer.
package explorer

import (
	"fmt"
	"net/http"
	"strings"
)

// policy lets the page load and call this host and nothing else. No inline
// script or style is needed; "data:" is for the editor's squiggly underlines.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

// Options say where the explorer finds the API.
type Options struct {
	// Endpoint is the path of the GraphQL API on the same host; "/graphql" when empty.
	Endpoint string
}

// Handler serves the page at its root and the page's files under it:
//
//	mux.Handle("/explorer/", http.StripPrefix("/explorer", explorer.Handler(explorer.Options{})))
//
// The page refers to its files by relative address, so the pattern it is
// mounted under has to end in a slash. Everything embedded is checked here, so
// Handler panics rather than serve half a page.
func Handler(opts Options) http.Handler {
	if opts.Endpoint == "" {
		opts.Endpoint = "/graphql"
	}
	assets, err := load(opts)
	if err != nil {
		panic(fmt.Sprintf("explorer: %v", err))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")

		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		a, ok := assets[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r)
	})
}
