package evidence

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Serve sends a file that Store.Open gave, with the name and type recorded for it,
// and closes it. A browser saves it and never opens it in place, whatever is in
// it. Who may have it was decided before.
//
// Requests other than GET and HEAD are answered with 405. An error is returned
// only while nothing was sent yet, so that the caller can answer. If the file
// turns out damaged, or the store fails, when part of it is on its way, Serve
// panics with an error, which is how net/http cuts a connection: the receiver must
// not take half a file for a whole one. Someone who stops receiving is no error.
func Serve(w http.ResponseWriter, r *http.Request, file io.ReadCloser, size int64, name, media string) error {
	defer func() { _ = file.Close() }()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "use GET", http.StatusMethodNotAllowed)
		return nil
	}
	// Read first and answered then: a small file is known to be whole, and a large
	// one to be there, while there is still time for an honest status.
	first, err := fill(file, make([]byte, pieceSize))
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if int64(len(first)) > size || err != nil && int64(len(first)) != size {
		return fmt.Errorf("%w: %d bytes or more, where %d were recorded", ErrCorrupt, len(first), size)
	}
	headers(w.Header(), size, name, media)
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	if _, gone := w.Write(first); gone != nil || err != nil {
		return nil
	}
	send(w, file, size-int64(len(first)))
	return nil
}

// headers say that the file is for saving. Each alone would do in some browser;
// none does in all.
func headers(h http.Header, size int64, name, media string) {
	if _, known := mediaTypeOf(media); !known {
		media = mediaUnknown
	}
	name = cleanName(name, media)
	if strings.HasPrefix(media, "text/") {
		media += "; charset=utf-8"
	}
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Content-Disposition", disposition(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-store")
}

// send passes the rest on and cuts the connection where that fails.
func send(w io.Writer, file io.Reader, rest int64) {
	piece := make([]byte, pieceSize)
	for {
		n, err := file.Read(piece)
		if rest -= int64(n); rest < 0 {
			err = fmt.Errorf("%w: more bytes than were recorded", ErrCorrupt)
		} else if _, gone := w.Write(piece[:n]); gone != nil {
			return
		}
		switch {
		case errors.Is(err, io.EOF) && rest == 0:
			return
		case errors.Is(err, io.EOF):
			err = fmt.Errorf("%w: fewer bytes than were recorded", ErrCorrupt)
		}
		if err != nil {
			panic(fmt.Errorf("a file's download was cut off: %w", err))
		}
	}
}
