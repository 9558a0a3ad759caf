// Package ent holds the model. `make generate` turns the schema into the
// client in ent/db and the generated part of the graph's schema.
package ent

//go:generate go run -mod=mod entc.go
