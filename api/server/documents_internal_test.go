package server

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestTheDocumentCacheIsBoundedByBytes(t *testing.T) {
	ctx, c := context.Background(), newDocumentCache()
	text := func(i int) string { return fmt.Sprint(i) + strings.Repeat("x", cacheBytes/20) }
	doc := &ast.QueryDocument{}
	for i := range 100 {
		c.Add(ctx, text(i), doc)
		c.Add(ctx, text(i), doc) // two requests at once
		_, kept := c.Get(ctx, text(0))
		assert.True(t, kept, "what is in use stays")
	}
	assert.LessOrEqual(t, c.bytes, cacheBytes)
	assert.Greater(t, c.bytes, cacheBytes*8/10)
	_, kept := c.Get(ctx, text(1))
	assert.False(t, kept, "the least recently used went")

	large := strings.Repeat("x", cacheBytes/2)
	c.Add(ctx, large, doc)
	_, kept = c.Get(ctx, large)
	assert.False(t, kept, "one document does not push the others out")
}
