package main

import "github.com/vektah/gqlparser/v2/ast"

// userErrors is how every change says what is wrong with its input.
const userErrors = "[UserError!]!"

// mutations are the fields of Mutation: each answers an object of its own, which
// says what is wrong beside what there is now.
func (j *judge) mutations(doc *ast.SchemaDocument) {
	for _, list := range []ast.DefinitionList{doc.Definitions, doc.Extensions} {
		for _, def := range list {
			if def.Name != "Mutation" {
				continue
			}
			for _, f := range def.Fields {
				j.mutation(doc, f)
			}
		}
	}
}

func (j *judge) mutation(doc *ast.SchemaDocument, f *ast.FieldDefinition) {
	payload := doc.Definitions.ForName(f.Type.Name())
	var faults *ast.FieldDefinition
	if payload != nil && f.Type.Elem == nil {
		faults = payload.Fields.ForName("userErrors")
	}
	if faults == nil || faults.Type.String() != userErrors {
		j.fault("Mutation.%s answers %s; expected a type with userErrors: %s", f.Name, f.Type, userErrors)
	}
	if !f.Type.NonNull {
		j.fault("Mutation.%s may answer null; expected %s!", f.Name, f.Type)
	}
}
