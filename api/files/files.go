// Package files serves signed links: workbooks and evidence, down and up. A link
// says what was handed out, to whom; who that is now, and what they may, is found
// out anew each time, so that a link ends with the right to it.
package files

import (
	"context"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/file"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Options is what the handlers are made from; all of it is needed.
type Options struct {
	// Files does the work.
	Files *file.Service
	// Viewer returns who a person is now, with the roles in force; the public for
	// somebody who is nobody any more.
	Viewer func(ctx context.Context, person uuid.UUID) (viewer.Viewer, error)
	// Record notes what an inspector reads, before it is sent.
	Record func(ctx context.Context, r access.Read) error
	// Timeout bounds the work on a request, not its way over the network.
	Timeout time.Duration
	// Logger takes faults of the instance.
	Logger *slog.Logger
}

// Routes returns the handlers by pattern, for server.Options.Routes.
func Routes(o Options) map[string]http.Handler {
	h := &handlers{Options: o, busy: make(chan struct{}, runtime.GOMAXPROCS(0))}
	return map[string]http.Handler{
		"GET " + file.WorkbookPath: h.route(file.PurposeWorkbook, h.readWorkbook),
		"PUT " + file.WorkbookPath: h.route(file.PurposeWorkbookUpload, h.putWorkbook),
		"GET " + file.EvidencePath: h.route(file.PurposeEvidence, h.readEvidence),
		"PUT " + file.EvidencePath: h.route(file.PurposeEvidenceUpload, h.putEvidence),
	}
}

type handlers struct {
	Options
	// busy holds a place for each workbook that is worked on: reading one takes
	// many times its size in memory.
	busy chan struct{}
}

// An action answers a request whose link is good, under the viewer the link was
// handed to. It returns an error only while nothing was sent.
type action func(w http.ResponseWriter, r *http.Request, l *opened) error

// opened is a link that was checked.
type opened struct {
	h       *handlers
	purpose file.Purpose
	token   string
	person  uuid.UUID
}

// route checks the link, finds out who follows it, and answers what goes wrong.
func (h *handlers) route(purpose file.Purpose, act action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		w.Header().Set("Referrer-Policy", "no-referrer") // the address is a secret
		if err := h.follow(w, r, purpose, act); err != nil {
			h.refuse(w, r, err)
		}
	})
}

func (h *handlers) follow(w http.ResponseWriter, r *http.Request, purpose file.Purpose, act action) error {
	l := &opened{h: h, purpose: purpose, token: r.URL.RawQuery}
	var err error
	if l.person, err = h.Files.Open(purpose, l.token, nil); err != nil {
		return err
	}
	ctx, err := l.as(r.Context())
	if err != nil {
		return err
	}
	return act(w, r.WithContext(ctx), l)
}

// about reads what the link is about.
func (l *opened) about(into any) error {
	_, err := l.h.Files.Open(l.purpose, l.token, into)
	return err
}

// as returns a context under whom the link was handed to, as they are now. A file
// may take minutes to arrive: it is asked again then.
func (l *opened) as(ctx context.Context) (context.Context, error) {
	v, err := l.h.Viewer(ctx, l.person)
	if err != nil {
		return nil, err
	}
	if v.Person != l.person {
		return nil, errEnded
	}
	return viewer.NewContext(ctx, v), nil
}

// noted records a read of an inspector.
func (h *handlers) noted(ctx context.Context, what string, about map[string]any) error {
	v, _ := viewer.FromContext(ctx)
	if !v.Recorded {
		return nil
	}
	return h.Record(ctx, access.Read{Operation: what, Kind: "download", Query: what, Variables: about})
}

// within bounds the work on a request.
func (h *handlers) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, h.Timeout)
}

// turn waits for a place to work on a workbook.
func (h *handlers) turn(ctx context.Context) (done func(), err error) {
	select {
	case h.busy <- struct{}{}:
		return func() { <-h.busy }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
