package cost

import (
	"runtime"
	"sync"
	"weak"

	"github.com/vektah/gqlparser/v2/ast"
)

// known keeps what operations cost for as long as somebody else keeps the
// operations: the server's cache of documents bounds it.
type known struct {
	mu         sync.RWMutex
	operations map[weak.Pointer[ast.OperationDefinition]]*sum
}

// Of is the cost of a validated operation with its variables. The document is
// walked once; from then on only what depends on variables is computed.
func (m *Model) Of(op *ast.OperationDefinition, variables map[string]any) int {
	key := weak.Make(op)
	m.known.mu.RLock()
	s := m.known.operations[key]
	m.known.mu.RUnlock()
	if s == nil {
		s = m.compile(op)
		m.known.keep(key, op, s)
	}
	return s.in(variables)
}

func (k *known) keep(key weak.Pointer[ast.OperationDefinition], op *ast.OperationDefinition, s *sum) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.operations == nil {
		k.operations = map[weak.Pointer[ast.OperationDefinition]]*sum{}
	}
	if k.operations[key] == nil {
		k.operations[key] = s
		runtime.AddCleanup(op, k.forget, key)
	}
}

func (k *known) forget(key weak.Pointer[ast.OperationDefinition]) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.operations, key)
}
