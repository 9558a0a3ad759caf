package codegen

import "entgo.io/ent/entc/gen"

// KeepReferences makes every foreign key refuse the deletion of what it points
// to. ent's default for optional ones would blank the reference without a
// trace.
func KeepReferences(next gen.Generator) gen.Generator {
	return gen.GenerateFunc(func(g *gen.Graph) error {
		for _, n := range g.Nodes {
			for _, e := range n.Edges {
				if e.M2M() {
					continue
				}
				if e.Annotations == nil {
					e.Annotations = gen.Annotations{}
				}
				if _, set := e.Annotations["EntSQL"]; !set {
					e.Annotations["EntSQL"] = map[string]any{"on_delete": "NO ACTION"}
				}
			}
		}
		return next.Generate(g)
	})
}
