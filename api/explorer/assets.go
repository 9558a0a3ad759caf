package explorer

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed static
var static embed.FS

// contentTypes are spelled out: what the system's own tables say differs
// between machines, and the browser is told not to guess.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
}

// An asset is one file of the page.
type asset struct {
	contentType string
	etag        string                 // of the content as it is stored, without quotes
	gz          []byte                 // nil when the file is kept plain
	plain       func() ([]byte, error) // unpacks on first use; most clients take gzip
}

// load prepares every file of the page, by the name it is served under.
func load(opts Options) (map[string]*asset, error) {
	entries, err := fs.ReadDir(static, "static")
	if err != nil {
		return nil, err
	}
	assets := make(map[string]*asset, len(entries)+1)
	for _, entry := range entries {
		data, err := fs.ReadFile(static, "static/"+entry.Name())
		if err != nil {
			return nil, err
		}
		if name, packed := strings.CutSuffix(entry.Name(), ".gz"); packed {
			assets[name] = packedAsset(name, data)
		} else {
			assets[name] = plainAsset(name, data)
		}
	}
	if assets["index.html"], err = index(opts); err != nil {
		return nil, err
	}
	list, err := json.Marshal(Examples())
	if err != nil {
		return nil, err
	}
	assets["examples.json"] = plainAsset("examples.json", list)

	for name, a := range assets {
		if a.contentType == "" {
			return nil, fmt.Errorf("%s has no known content type", name)
		}
	}
	return assets, nil
}

// index is the page itself, told where the API is.
func index(opts Options) (*asset, error) {
	page, err := template.ParseFS(static, "static/index.html")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := page.Execute(&out, opts); err != nil {
		return nil, err
	}
	return plainAsset("index.html", out.Bytes()), nil
}

func plainAsset(name string, data []byte) *asset {
	return &asset{
		contentType: contentTypes[path.Ext(name)],
		etag:        etag(data),
		plain:       func() ([]byte, error) { return data, nil },
	}
}

func packedAsset(name string, gz []byte) *asset {
	return &asset{
		contentType: contentTypes[path.Ext(name)],
		etag:        etag(gz),
		gz:          gz,
		plain:       sync.OnceValues(func() ([]byte, error) { return unpack(gz) }),
	}
}

func unpack(gz []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func etag(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:12])
}

// serve answers a GET or HEAD. Names do not change with their content, so a
// browser asks every time and mostly hears that nothing has changed.
func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", "no-cache")
	if a.gz != nil {
		h.Set("Vary", "Accept-Encoding")
	}

	// A strong ETag names the bytes sent, so each encoding has its own.
	if a.gz != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("ETag", `"`+a.etag+`-gz"`)
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(a.gz)))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.gz))
		return
	}
	data, err := a.plain()
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h.Set("ETag", `"`+a.etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// acceptsGzip reads an Accept-Encoding header: gzip has to be named, and not
// with a weight of zero.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q, weighted := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		value, err := strconv.ParseFloat(q, 64)
		return !weighted || err == nil && value > 0
	}
	return false
}
