package files

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/tiendo-vn/tiendo/api/evidence"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/api/service/file"
)

// readEvidence sends a file, for saving.
func (h *handlers) readEvidence(w http.ResponseWriter, r *http.Request, l *opened) error {
	var about file.EvidenceLink
	if err := l.about(&about); err != nil {
		return err
	}
	ctx, cancel := h.within(r.Context())
	defer cancel()
	e, err := h.Files.EvidenceOf(ctx, about.Evidence)
	if err != nil {
		return err
	}
	if err := h.noted(ctx, "evidence", map[string]any{"id": gid.Of("Evidence", e.ID).String(), "hash": e.Hash}); err != nil {
		return err
	}
	// The request's own context: sending may take longer than the work.
	content, size, err := h.Files.Evidence.Open(r.Context(), e.Hash)
	if err != nil {
		return err
	}
	patient(w, r, size)
	return evidence.Serve(w, r, content, size, e.Name, e.MediaType)
}

// putEvidence takes a file that proves figures.
func (h *handlers) putEvidence(w http.ResponseWriter, r *http.Request, l *opened) error {
	var about file.AttachLink
	if err := l.about(&about); err != nil {
		return err
	}
	name, err := nameOf(r.Header)
	if err != nil {
		return err
	}
	if err := h.Files.MayAttach(r.Context(), about); err != nil {
		return err
	}
	staged, err := h.receive(w, r, name)
	if err != nil {
		return err
	}
	defer func() { _ = staged.Discard() }() // what is left to let go of, the system does
	ctx, err := l.as(r.Context())
	if err != nil {
		return err
	}
	ctx, cancel := h.within(ctx)
	defer cancel()
	e, err := h.Files.Attach(ctx, about, l.token, staged)
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, struct {
		ID        string `json:"id"`
		Hash      string `json:"hash"`
		Name      string `json:"name"`
		MediaType string `json:"mediaType"`
		Size      int64  `json:"size"`
	}{gid.Of("Evidence", e.ID).String(), e.Hash, e.Name, e.MediaType, e.Size})
	return nil
}

// receive takes a file in, and judges what it is.
func (h *handlers) receive(w http.ResponseWriter, r *http.Request, name string) (*evidence.Staged, error) {
	limits := h.Files.EvidenceLimits
	if r.ContentLength > limits.MaxBytes {
		return nil, &evidence.TooLargeError{Limit: limits.MaxBytes}
	}
	patient(w, r, limits.MaxBytes)
	return evidence.Receive(r.Context(), arriving{r.Body}, name, r.Header.Get("Content-Type"), limits)
}

// nameOf is what the sender calls a file: the name in Content-Disposition, or
// X-File-Name, which is percent-encoded UTF-8, as headers hold ASCII. Empty where
// there is neither.
func nameOf(h http.Header) (string, error) {
	if value := h.Get("Content-Disposition"); value != "" {
		_, parameters, err := mime.ParseMediaType(value)
		if err != nil {
			return "", &badHeader{"Content-Disposition"}
		}
		return parameters["filename"], nil
	}
	name, err := url.PathUnescape(h.Get("X-File-Name"))
	if err != nil {
		return "", &badHeader{"X-File-Name"}
	}
	return name, nil
}

// arriving tells a sender who stopped from a disk that failed.
type arriving struct{ io.Reader }

func (a arriving) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &cutOff{err}
	}
	return n, err
}
