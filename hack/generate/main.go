// Program generate makes ent/db and api/graph/schema/ent.graphql from the
// schema, then corrects what the generator gets wrong for this project.
package main

import (
	"log"

	"entgo.io/contrib/entgql"
	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"

	"github.com/tiendo-vn/tiendo/ent/codegen"
)

func main() {
	graph, err := entgql.NewExtension(
		entgql.WithSchemaGenerator(),
		entgql.WithSchemaPath("api/graph/schema/ent.graphql"),
		entgql.WithConfigPath("api/graph/gqlgen.yml"),
		entgql.WithWhereInputs(true),
		entgql.WithRelaySpec(true),
		entgql.WithSchemaHook(codegen.Document),
	)
	if err != nil {
		log.Fatal(err)
	}
	err = entc.Generate("./ent/schema", &gen.Config{
		Target:  "./ent/db",
		Package: "github.com/tiendo-vn/tiendo/ent/db",
		Features: []gen.Feature{
			gen.FeaturePrivacy, gen.FeatureIntercept, gen.FeatureNamedEdges,
			gen.FeatureVersionedMigration, gen.FeatureExecQuery, gen.FeatureModifier,
		},
		Hooks: []gen.Hook{codegen.KeepReferences, codegen.Relations},
	}, entc.Extensions(graph))
	if err != nil {
		log.Fatal("ent: ", err)
	}
	if err := codegen.Correct("./ent/db"); err != nil {
		log.Fatal(err)
	}
}
