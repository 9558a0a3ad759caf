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
	lru   *simplelru.LRU[string, *cached]
	bytes int
}

// cached is a document and what is known of it.
type cached struct {
	doc  *ast.QueryDocument
	uses map[*ast.OperationDefinition]*Use
}

var _ graphql.Cache[*ast.QueryDocument] = &documentCache{}

func newDocumentCache() *documentCache {
	c := &documentCache{}
	// It refuses sizes below one, and nothing else.
	c.lru, _ = simplelru.NewLRU(math.MaxInt, func(text string, _ *cached) { c.bytes -= len(text) })
	return c
}

// Get finds a document by its text.
func (c *documentCache) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.lru.Get(text); ok {
		return known.doc, true
	}
	return nil, false
}

// use is what an operation of a document uses: worked out once for one that is
// kept.
func (c *documentCache) use(text string, doc *ast.QueryDocument, op *ast.OperationDefinition) *Use {
	c.mu.Lock()
	if known, ok := c.lru.Peek(text); ok && known.uses[op] != nil {
		defer c.mu.Unlock()
		return known.uses[op]
	}
	c.mu.Unlock()
	use := used(doc, op, hashOf(text))
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.lru.Peek(text); ok && known.doc == doc {
		known.uses[op] = use
	}
	return use
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
	c.lru.Add(text, &cached{doc, map[*ast.OperationDefinition]*Use{}})
	c.bytes += len(text)
	for c.bytes > cacheBytes {
		c.lru.RemoveOldest()
	}
}
