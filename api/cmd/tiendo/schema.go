package main

import (
	"fmt"

	"github.com/tiendo-vn/tiendo/api/graph"
)

type schemaCommand struct{}

// Run prints the schema definition.
func (schemaCommand) Run() error {
	fmt.Print(graph.SDL())
	return nil
}
