package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// serveLimit answers each screen with what its statement returns. The pool
// prepares a statement once per connection, and connections are kept.
func serveLimit(ctx context.Context, url string) error {
	settings := config.Default().Database
	d, err := database.Open(ctx, config.DatabaseURL(url), settings)
	if err != nil {
		return err
	}
	defer d.Close()
	mux := http.NewServeMux()
	for _, s := range append(slices.Clone(screens), progress) {
		mux.Handle("POST /"+s.name, answerWith(d.DB, s))
	}
	listener, err := listen()
	if err != nil {
		return err
	}
	return serveUntil(untilOrphaned(ctx), listener, mux)
}

func answerWith(db *sql.DB, s screen) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Variables variables }
		err := json.NewDecoder(r.Body).Decode(&in)
		if err == nil && in.Variables.Cursor != "" {
			in.Variables.After = new(page.Cursor)
			err = in.Variables.After.UnmarshalGQL(in.Variables.Cursor)
		}
		var answer []byte
		if err == nil {
			err = db.QueryRowContext(r.Context(), s.statement, s.arguments(in.Variables)...).Scan(&answer)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})
}
