package instance

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/netip"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// personas answers who one can be in development mode, with a token of each.
type personas struct {
	development Development
	named       []auth.Persona
	client      *db.Client
}

// persona is somebody to be, as programs read it.
type persona struct {
	Key    string `json:"key"`
	Name   string `json:"name"`
	NameEn string `json:"nameEn"`
	Role   string `json:"role"`
	Agency string `json:"agency"`
	Token  string `json:"token"`
}

// ServeHTTP lists the personas. It answers to names of this machine alone: a
// page from elsewhere could otherwise have its own name point here, and read
// the tokens.
func (p personas) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !isLoopback(r.Host) {
		http.Error(w, "personas are for this machine: open it by localhost or 127.0.0.1", http.StatusForbidden)
		return
	}
	known, err := p.known(r.Context())
	list := make([]persona, len(known))
	for n, k := range known {
		list[n] = persona{Key: k.Key, Name: k.Name, NameEn: k.NameEn, Role: k.Role, Agency: k.AgencyCode}
		if err == nil {
			list[n].Token, err = p.development.Token(k)
		}
	}
	if err != nil {
		http.Error(w, "the personas cannot be read", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(list) // a client that is gone needs no answer
}

// known are the personas there are.
func (p personas) known(ctx context.Context) ([]auth.Persona, error) {
	if p.named != nil {
		return p.named, nil
	}
	return access.Personas(ctx, p.client)
}

// isLoopback says whether a Host header names this machine.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || host == "[::1]" || err == nil && addr.IsLoopback()
}
