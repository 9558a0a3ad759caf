package evidence

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode"
	"unicode/utf8"
)

const (
	mediaZIP     = "application/zip"
	mediaOLE     = "application/x-ole-storage"
	mediaUnknown = "application/octet-stream"
)

// sniffed is how many bytes http.DetectContentType looks at.
const sniffed = 512

// magicOLE begins the office documents of before 2007, and those with a password.
var magicOLE = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// detect says what content is, whatever it is called. The answer may be a type
// that is not allowed; the error is about the content itself (MacroError,
// ArchiveError) or about reading it.
func detect(ctx context.Context, content io.ReaderAt, size int64) (string, error) {
	head := make([]byte, min(size, sniffed))
	if _, err := content.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if bytes.HasPrefix(head, magicOLE) {
		return mediaOLE, nil
	}
	found, params, err := mime.ParseMediaType(http.DetectContentType(head))
	if err != nil {
		return mediaUnknown, nil
	}
	switch found {
	case mediaZIP:
		return detectDocument(ctx, content, size)
	case mediaText:
		if params["charset"] != "utf-8" {
			return mediaText + "; charset=" + params["charset"], nil
		}
		return detectText(ctx, io.NewSectionReader(content, 0, size))
	}
	return found, nil
}

// detectText reads all of a text: a picture's or a program's bytes may follow on
// an innocent beginning.
func detectText(ctx context.Context, content io.Reader) (string, error) {
	text := bufio.NewReaderSize(stoppable{ctx, content}, pieceSize)
	for {
		r, size, err := text.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			return mediaText, nil
		case err != nil:
			return "", err
		case r == utf8.RuneError && size == 1,
			unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != '\u0085':
			return mediaUnknown, nil
		}
	}
}
