package server

import (
	"context"
	"math"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
)

// cacheBytes is the text of all cached documents together. A parsed document
// takes up to a hundred times its text, so this is some 100 MB at the very
// worst and a few in practice: a front end has dozens of documents of 1 KB.
const cacheBytes = 1 << 20

// documentCache keeps parsed and validated documents, the least recently used
// goes first. gqlgen's own cache counts documents, whatever their size: a
// thousand of a megabyte each would end the process.
type documentCache struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[string, *ast.QueryDocument]
	bytes int
}

var _ graphql.Cache[*ast.QueryDocument] = &documentCache{}

func newDocumentCache() *documentCache {
	c := &documentCache{}
	// It refuses sizes below one, and nothing else.
	c.lru, _ = simplelru.NewLRU(math.MaxInt, func(text string, _ *ast.QueryDocument) { c.bytes -= len(text) })
	return c
}

// Get finds a document by its text.
func (c *documentCache) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lru.Get(text)
}

// Add keeps a document, unless its text alone would push out a tenth of the rest.
func (c *documentCache) Add(_ context.Context, text string, doc *ast.QueryDocument) {
	if len(text) > cacheBytes/10 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lru.Contains(text) {
		return // two requests parsed it at once; its bytes are counted
	}
	c.lru.Add(text, doc)
	c.bytes += len(text)
	for c.bytes > cacheBytes {
		c.lru.RemoveOldest()
	}
}
