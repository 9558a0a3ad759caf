package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/tiendo-vn/tiendo/api/config"
)

// Documents are those that clients name by their hash in place of sending them.
// A hash is SHA-256 of the text in lower-case hexadecimal.
type Documents interface {
	// Find returns the text of a document, or false for one that is not known;
	// published leaves those out that clients registered by themselves.
	Find(ctx context.Context, hash string, published bool) (text string, found bool, err error)
	// Register keeps a valid document under its hash.
	Register(ctx context.Context, hash, text string) error
}

// noDocuments knows none.
type noDocuments struct{}

func (noDocuments) Find(context.Context, string, bool) (string, bool, error) { return "", false, nil }
func (noDocuments) Register(context.Context, string, string) error           { return nil }

// identifierPrefix begins the one form of documentId that we know; the rest is
// the document's hash.
const identifierPrefix = "sha256:"

// hashOf is a document's hash.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// A request is what a client asks. Its document may be named by id alone.
type request struct {
	graphql.RawParams
	id     string // as documentId has it; empty where it was not sent
	apollo bool   // the id came in the older form of Apollo's clients
}

// identify takes over the id of a document, in either form. Apollo's clients send
// the hash in an extension.
func (q *request) identify(documentID *string) *refusal {
	if documentID != nil {
		q.id = *documentID
	}
	persisted, ok := q.Extensions["persistedQuery"].(map[string]any)
	if !ok {
		return nil
	}
	hash, ok := persisted["sha256Hash"].(string)
	switch {
	case !ok:
		return malformed(CodeBadRequest, `"extensions.persistedQuery" has no "sha256Hash"`)
	case q.id == "":
		q.id, q.apollo = identifierPrefix+hash, true
	case q.id != identifierPrefix+hash:
		return malformed(CodeBadRequest, `"documentId" and "extensions.persistedQuery" name different documents`)
	}
	return nil
}

// persisted looks after documents that are named by their hash.
type persisted struct {
	Documents
	trusted   bool // nothing else runs
	registers bool // what comes with its hash is kept
}

func newPersisted(opts Options) persisted {
	p := persisted{Documents: opts.Documents, trusted: opts.Config.Documents == config.DocumentsTrusted}
	p.registers = opts.Config.Development && !p.trusted
	if p.Documents == nil {
		p.Documents = noDocuments{}
	}
	return p
}

// settle finds the document of a request, or says why there is none to run.
func (p persisted) settle(ctx context.Context, q *request) error {
	if q.Query != "" && q.id != "" && q.id != identifierPrefix+hashOf(q.Query) {
		return coded(CodeDocumentHash, "the document has another hash than the request says")
	}
	if q.Query != "" && !p.trusted {
		return nil
	}
	hash, ok := strings.CutPrefix(q.id, identifierPrefix)
	if q.id == "" {
		hash, ok = hashOf(q.Query), true
	}
	if ok {
		text, found, err := p.Find(ctx, hash, p.trusted)
		if found || err != nil {
			q.Query = text
			return err
		}
	}
	switch {
	case p.trusted:
		return coded(CodeDocumentUntrusted, "this server runs published documents only")
	case q.apollo: // both by the name that Apollo's clients look for
		return coded(CodeApolloNotFound, "PersistedQueryNotFound")
	}
	return coded(CodeDocumentUnknown, "the document is not known here: send its text")
}

// operation finds the document of a request and makes an operation of it. One
// that comes with its hash is kept where that is so, once it is known to be good.
func (e *endpoint) operation(ctx context.Context, q *request) (*graphql.OperationContext, gqlerror.List) {
	sent := q.Query != ""
	if err := e.persisted.settle(ctx, q); err != nil {
		return nil, gqlerror.List{e.presentable(ctx, err)}
	}
	op, errs := e.exec.CreateOperationContext(ctx, &q.RawParams)
	if len(errs) == 0 && sent && q.id != "" && e.persisted.registers {
		if err := e.persisted.Register(ctx, strings.TrimPrefix(q.id, identifierPrefix), q.Query); err != nil {
			return op, gqlerror.List{e.presentable(ctx, err)}
		}
	}
	return op, errs
}

// presentable hides what is no error of a client's.
func (e *endpoint) presentable(ctx context.Context, err error) *gqlerror.Error {
	if shown, ok := err.(*gqlerror.Error); ok { //nolint:errorlint // settle's own, never wrapped
		return shown
	}
	e.log.ErrorContext(ctx, "a document could not be looked up", "error", err)
	return internal(ctx)
}
