package differ_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/tiendo-vn/tiendo/api/graph/differ"
)

// A tally counts what became of operations.
type tally struct {
	mu                                  sync.Mutex
	tried, compiled, refused, withFault int
	bytes                               int
	because                             map[string]int
	codes                               map[string]int
	fields                              map[string]bool // names that the schema has and nothing asked for yet
}

func newTally(schema *ast.Schema) *tally {
	c := &tally{because: map[string]int{}, codes: map[string]int{}, fields: map[string]bool{}}
	c.reach(schema, schema.Query, map[string]bool{})
	return c
}

// reach notes the fields of a type and of what they lead to.
func (c *tally) reach(schema *ast.Schema, def *ast.Definition, seen map[string]bool) {
	if seen[def.Name] {
		return
	}
	seen[def.Name] = true
	for _, possible := range schema.GetPossibleTypes(def) {
		c.reach(schema, possible, seen)
	}
	for _, f := range def.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			c.fields[f.Name] = true
			c.reach(schema, schema.Types[f.Type.Name()], seen)
		}
	}
}

var (
	fieldName = regexp.MustCompile(`(?m)^\s*(?:\w+: )?(\w+)`)
	code      = regexp.MustCompile(`"code":"(\w+)"`)
)

func (c *tally) add(query string, a differ.Answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tried++
	c.bytes += len(a.Data)
	for _, m := range fieldName.FindAllStringSubmatch(query, -1) {
		delete(c.fields, m[1])
	}
	if len(a.Data) == 0 {
		c.refused++
	}
	if len(a.Errors) > 0 {
		c.withFault++
		for _, m := range code.FindAllStringSubmatch(strings.Join(a.Errors, " "), -1) {
			c.codes[m[1]]++
		}
	}
	if a.Compiled {
		c.compiled++
	} else if len(a.Data) > 0 {
		c.because[a.Because]++
	}
}

func (c *tally) percent(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return 100 * n / max(1, c.tried)
}

// unasked are names of fields that no operation asked for.
func (c *tally) unasked() []string { return slices.Sorted(maps.Keys(c.fields)) }

// line is the tally in short.
func (c *tally) line() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("%d tried, %d compiled, %d fell back, %d with errors, %d of them refused whole, %d bytes on average",
		c.tried, c.compiled, c.tried-c.compiled-c.refused, c.withFault, c.refused, c.bytes/max(1, c.tried))
}

func (c *tally) String() string {
	return c.line() + "\nnot compiled because of:" + most40(c.because) + "\nerrors:" + most40(c.codes)
}

// most40 lists what was counted most often.
func most40(counts map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	for _, key := range keys[:min(40, len(keys))] {
		fmt.Fprintf(&b, "\n  %6d  %s", counts[key], key)
	}
	return b.String()
}

// running are the numbers of the operations that are being tried.
type running struct {
	mu  sync.Mutex
	all map[uint64]bool
}

func (r *running) begin(n uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		r.all = map[uint64]bool{}
	}
	r.all[n] = true
}

func (r *running) end(n uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.all, n)
}

// first is the least of them, or next where there is none: all below are done.
func (r *running) first(next uint64) uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := range r.all {
		next = min(next, n)
	}
	return next
}
