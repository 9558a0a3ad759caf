package instance

import (
	"fmt"
	"maps"
	"net/http"

	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/evidence"
	"github.com/tiendo-vn/tiendo/api/files"
	"github.com/tiendo-vn/tiendo/api/link"
	"github.com/tiendo-vn/tiendo/api/service/access"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/file"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/api/sheet"
)

// Files is where an instance keeps evidence, and the secret that signs links to
// files.
type Files struct {
	secret []byte
	// store is nil where no evidence is kept.
	store evidence.Store
}

// OpenFiles opens what the settings name. The secret is made where there is none.
// Close it when the instance serves no more. It is nil where nobody signs in: a
// link is for a person.
func OpenFiles(c config.Config) (*Files, error) {
	if c.Auth.Public {
		return nil, nil
	}
	secret, err := config.Secret(c)
	if err != nil {
		return nil, err
	}
	if c.Evidence.Off {
		return &Files{secret: secret}, nil
	}
	if err := (evidence.Limits{}).Usable(); err != nil {
		return nil, fmt.Errorf("%w; mount one that can be written to and name it in TMPDIR, or set evidence.off", err)
	}
	store, err := evidence.Open(c.EvidenceURL(), c.Evidence.AccessKeyFile, c.Evidence.SecretKeyFile)
	if err != nil {
		return nil, err
	}
	return &Files{secret, store}, nil
}

// SignLinks is for an instance that keeps no evidence, and whose secret is on no
// disk.
func SignLinks(secret []byte) *Files { return &Files{secret: secret} }

// Close gives back what the store of evidence holds open.
func (f *Files) Close() error {
	if f == nil || f.store == nil {
		return nil
	}
	return f.store.Close()
}

// files is the service of files, and adds its routes; without a place for files
// it refuses all links.
func (o Options) files(store *change.Store, who *access.Service, routes map[string]http.Handler) (*file.Service, error) {
	s := &file.Service{
		Store: store, Reports: &report.Service{Store: store},
		WorkbookLimits: sheet.Limits{MaxBytes: o.Config.Workbook.MaxBytes},
		EvidenceLimits: evidence.Limits{MaxBytes: o.Config.Evidence.MaxBytes},
	}
	if o.Files == nil {
		return s, nil
	}
	links, err := link.New(o.Files.secret, o.Config.BaseURL(), o.Config.Links.Lifetime, o.Now)
	if err != nil {
		return nil, err
	}
	s.Links, s.Evidence = links, o.Files.store
	maps.Copy(routes, files.Routes(files.Options{
		Files: s, Viewer: who.ByPerson, Record: who.RecordRead, Timeout: o.Config.Limits.Timeout, Logger: o.Logger,
	}))
	return s, nil
}
