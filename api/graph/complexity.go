package graph

import (
	"github.com/tiendo-vn/tiendo/api/graph/generated"
)

// complexity states what connections cost: as many times their children as
// the page has edges.
func complexity() generated.ComplexityRoot { return generated.ComplexityRoot{} }
