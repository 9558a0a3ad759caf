#!/usr/bin/env bash
# Regenerates everything that is generated, in the order of dependence.
set -euo pipefail
cd "$(dirname "$0")/.."
go run ./hack/generate
(cd api/graph && go run ../../hack/generate/graph)
go run ./api/cmd/tiendo schema >api/graph/schema.graphql.new
mv api/graph/schema.graphql.new api/graph/schema.graphql
go run ./hack/schema write
go run ./hack/agencies
controller_gen="$(hack/tools/install controller-gen)/controller-gen"
"$controller_gen" object paths=./operator/apis/...
"$controller_gen" crd paths=./operator/apis/... output:crd:dir=config/crd
hack/charts/generate
