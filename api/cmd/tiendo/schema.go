package main

import (
	"fmt"
	"io"

	"github.com/tiendo-vn/tiendo/api/graph"
)

type schemaCommand struct{}

// Run prints the schema definition.
func (schemaCommand) Run(stdout io.Writer) error {
	_, err := fmt.Fprint(stdout, graph.SDL())
	return err
}
