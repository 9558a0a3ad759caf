# What there is to do here. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export CGO_ENABLED = 0

GO_FLAGS := -trimpath -buildvcs=false
DATABASE_URL ?=

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

# What the programs say they are. Two builds of one version are the same to the bit.
VERSION ?= $(or $(shell git describe --tags --always --dirty 2>/dev/null),0.0.0-dev)
.PHONY: build
build: ## Build bin/tiendo (VERSION=1.2.0)
	go build $(GO_FLAGS) -ldflags "-s -w -X main.release=$(VERSION)" -o bin/tiendo ./api/cmd/tiendo

# In the environment, not on a command line: the URL may hold a password.
run: export TIENDO_DATABASE_URL = $(DATABASE_URL)
run: export TIENDO_DEVELOPMENT = true
run: export TIENDO_LISTEN = 127.0.0.1:8080
.PHONY: run
run: build ## Serve the plan on 127.0.0.1:8080 with people to be (DATABASE_URL=postgres://... for PostgreSQL)
ifneq ($(DATABASE_URL),)
	bin/tiendo migrate up
endif
	bin/tiendo serve

.PHONY: test
test: ## Run every test on SQLite and on a throw-away PostgreSQL, and those of the graph behind the wall of row security
	hack/with-postgres go test $(GO_FLAGS) -count=1 -timeout 30m ./...
	TIENDO_TEST_WALLED=true hack/with-postgres go test $(GO_FLAGS) -count=1 -timeout 10m ./api/graph ./api/service/access ./api/service/calendar ./api/service/job

OPERATIONS ?= 200000
SEED ?= 1
FROM ?= 0
OFTEN ?=
.PHONY: differ
differ: ## Hold compiled queries equal to the resolvers over random ones (OPERATIONS=200000 SEED=1, FROM=n to go on, OFTEN=asOf to ask as of times)
	hack/with-postgres go test $(GO_FLAGS) -count=1 -v -timeout 0 ./api/graph/differ -args -n $(OPERATIONS) -seed $(SEED) -from $(FROM) -often '$(OFTEN)'

FUZZTIME ?= 3m
FUZZ ?= .
.PHONY: fuzz
fuzz: ## Try the readers of what strangers send on what nobody thought of, one after another (FUZZTIME=3m each, FUZZ=Cursor for some)
	hack/fuzz '$(FUZZTIME)' '$(FUZZ)'

.PHONY: hostile
hostile: export TIENDO_TEST_HOSTILE_REPORT = $(CURDIR)/hack/hostile/report.md
hostile: ## Send a server what nobody sends in good faith, and write down what refusing it costs (Linux)
	hack/with-postgres go test $(GO_FLAGS) -count=1 -timeout 20m ./api/hostile

.PHONY: generate
generate: ## Regenerate ent/db and api/graph from the schema
	hack/generate.sh

.PHONY: release-schema
release-schema: ## Make the graph's schema the released one (version=1.2.0): from then on a breaking change fails verify
	go run $(GO_FLAGS) ./hack/schema release '$(version)'

.PHONY: migration
migration: ## Write the next migration of both databases (name=what_changes)
	hack/with-postgres go run ./hack/migration '$(name)'

.PHONY: verify
verify: ## Check format, vet, generated files, layout and wording; changes nothing
	hack/verify

.PHONY: charts
charts: ## Lint, score and test the charts, and try every manifest on a real API server
	hack/charts/check

.PHONY: clients
clients: ## Build the typed documents and the front end, and drive it in a real browser (Node, chromium)
	hack/clients

.PHONY: bench
bench: ## Measure three screens on 2,000,000 figures, and the reporting cycle, beside hand-written SQL and PostGraphile (BENCH="-part screens,plans")
	TIENDO_POSTGRES_SETTINGS="-c shared_buffers=2GB -c work_mem=64MB -c max_wal_size=8GB" hack/with-postgres go run $(GO_FLAGS) ./hack/bench $(BENCH)

.PHONY: bench-operator
bench-operator: ## Measure the operator with 97 and 500 Tenants on simulated nodes, beside helm (half an hour)
	go run $(GO_FLAGS) ./hack/bench-operator

REGISTRY ?= registry.example/tiendo
# Sign-in providers, mail and storage are reached over TLS. Empty leaves the authorities out.
CA_BUNDLE ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)
.PHONY: images
images: ## Write dist/*.tar, an image archive of each program, without a container engine (VERSION=1.2.0)
	GOOS=linux go build $(GO_FLAGS) -ldflags "-s -w -X main.release=$(VERSION)" -o bin/tiendo ./api/cmd/tiendo
	GOOS=linux go build $(GO_FLAGS) -ldflags "-s -w -X main.release=$(VERSION)" -o bin/tiendo-operator ./operator/cmd/tiendo-operator
	for program in tiendo tiendo-operator; do \
	  go run $(GO_FLAGS) ./hack/image -binary bin/$$program -name $(REGISTRY)/$$program:$(VERSION) \
	    -ca '$(CA_BUNDLE)' -out dist/$$program-$(VERSION).tar; \
	done

.PHONY: cluster
cluster: ## Start a real single-node cluster on this machine and print its kubeconfig (Linux, root)
	hack/cluster up

.PHONY: cluster-down
cluster-down: ## Stop that cluster and take away what it left
	hack/cluster down

.PHONY: e2e
e2e: ## Try the operator and its charts on a real cluster (Linux, root; or E2E_KUBECONFIG, see hack/e2e/doc.go)
	hack/e2e/run

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin dist
