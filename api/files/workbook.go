package files

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/tiendo-vn/tiendo/api/service/file"
)

// mediaXLSX is the type of workbooks.
const mediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// readWorkbook sends the workbook of an agency and window.
func (h *handlers) readWorkbook(w http.ResponseWriter, r *http.Request, l *opened) error {
	var about file.WorkbookLink
	if err := l.about(&about); err != nil {
		return err
	}
	ctx, cancel := h.within(r.Context())
	defer cancel()
	done, err := h.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	made, err := h.Files.Workbook(ctx, about)
	if err != nil {
		return err
	}
	if err := h.noted(ctx, "workbook", map[string]any{"agency": about.Agency, "window": about.Window}); err != nil {
		return err
	}
	send(w, made)
	return nil
}

// putWorkbook takes a workbook and answers what became of it.
func (h *handlers) putWorkbook(w http.ResponseWriter, r *http.Request, l *opened) error {
	var about file.WorkbookLink
	if err := l.about(&about); err != nil {
		return err
	}
	if err := h.Files.MayPutWorkbook(r.Context(), about); err != nil {
		return err
	}
	content, err := whole(w, r, h.Files.WorkbookLimits.MaxBytes)
	if err != nil {
		return err
	}
	ctx, err := l.as(r.Context())
	if err != nil {
		return err
	}
	ctx, cancel := h.within(ctx)
	defer cancel()
	done, err := h.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	outcome, err := h.Files.PutWorkbook(ctx, about, l.token, content)
	if err != nil {
		return err
	}
	if wants(r, mediaXLSX) {
		// What was written stays written: where the file cannot be marked, the
		// list has to do.
		marked, err := h.Files.Mark(about, content, outcome)
		if err == nil {
			count(w.Header(), outcome)
			send(w, marked)
			return nil
		}
		h.Logger.WarnContext(ctx, "a workbook could not be marked", "error", err)
	}
	answer(w, http.StatusOK, toldOf(ctx, outcome))
	return nil
}

// whole reads a request's body, up to a limit in bytes.
func whole(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	if r.ContentLength > most {
		return nil, &http.MaxBytesError{Limit: most}
	}
	patient(w, r, most)
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil && !errors.As(err, new(*http.MaxBytesError)) {
		err = &cutOff{err}
	}
	return content, err
}

// send sends a workbook for saving. A browser never opens it in place.
func send(w http.ResponseWriter, made *file.Workbook) {
	h := w.Header()
	h.Set("Content-Type", mediaXLSX)
	h.Set("Content-Length", strconv.Itoa(len(made.Content)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": made.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	_, _ = w.Write(made.Content) // whoever stops receiving needs no answer
}

// wants says whether the Accept headers name a media type.
func wants(r *http.Request, media string) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		named, parameters, err := mime.ParseMediaType(part)
		weight, bad := strconv.ParseFloat(parameters["q"], 64)
		if err == nil && named == media && (bad != nil || weight > 0) {
			return true
		}
	}
	return false
}

// answer sends JSON.
func answer(w http.ResponseWriter, status int, what any) {
	text, err := json.Marshal(what)
	if err != nil {
		panic(err) // the types above all have a form in JSON
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write(text)
}
