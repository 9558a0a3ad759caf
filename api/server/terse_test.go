package server_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/server"
)

// What a message of the library says about the schema is said whole; what the
// client named is left out, unless the schema has it.
func TestMessagesRepeatNothingThatWasSent(t *testing.T) {
	terse := start(t, func(o *server.Options) { o.Config.TerseErrors = true })
	for query, want := range map[string]string{
		"{secret}":                                        `Cannot query field "…" on type "Query". Did you mean "search"?`,
		"{thing{secret}}":                                 `Cannot query field "…" on type "Thing".`,
		"{thing}":                                         `Field "thing" of type "Thing" must have a selection of subfields. Did you mean "thing { ... }"?`,
		"{name{id}}":                                      `Cannot query field "id" on type "String".`,
		"{thing(secret:1){id}}":                           `Unknown argument "…" on field "Query.thing".`,
		"{name @secret}":                                  `Unknown directive "@…".`,
		"{...secret}":                                     `Unknown fragment "…".`,
		"{thing{...on Secret{id}}}":                       `Unknown type "…".`,
		"{thing{...on Query{name}}}":                      `Fragment cannot be spread here as objects of type "Thing" can never be of type "Query".`,
		"{thing{...on ID{secret}}}":                       `Cannot query field "…" on type "ID".`,
		"{things(first:secret){id}}":                      `Int cannot represent non-integer value: …`,
		"{things(first:\"secret\"){id}}":                  `Int cannot represent non-integer value: "…"`,
		"{name @skip}":                                    `Directive "@skip" argument "if" of type "Boolean!" is required, but it was not provided.`,
		"{name @skip(if:true) @skip(if:true)}":            `The directive "@skip" can only be used once at this location.`,
		"query($secret:Int){name}":                        `Variable "$…" is never used.`,
		"query secret($secret:Int){name}":                 `Variable "$…" is never used in operation "…".`,
		"{things(first:$secret){id}}":                     `Variable "$…" is not defined.`,
		"{name} fragment secret on Query{name}":           `Fragment "…" is never used.`,
		"{...secret} fragment secret on Query{...secret}": `Cannot spread fragment "…" within itself.`,
		"{secret":                                         "Expected Name, found <EOF>",
		"{name}}":                                         "Unexpected }",
		"secret":                                          "Unexpected Name \"…\"",
		"{name \u2028}":                                   "Expected Name, found <Invalid>",
	} {
		w := terse.post(query)
		got := read(t, w)
		if assert.NotEmpty(t, got.Errors, query) {
			assert.Equal(t, want, got.Errors[0].Message, query)
		}
		assert.NotContains(t, w.Body.String(), "secret", query)
	}
	w := start(t).post("{secret}")
	assert.Contains(t, read(t, w).Errors[0].Message, `"secret"`, "development mode says what was sent")
}

func TestNamesOfAHiddenSchemaAreNotConfirmed(t *testing.T) {
	b := start(t, func(o *server.Options) { o.Config.TerseErrors, o.Config.Introspection = true, false })
	assert.Equal(t, `Cannot query field "…" on type "Query".`, read(t, b.post("{children}")).Errors[0].Message)
	assert.Equal(t, `Cannot query field "…" on type "Query".`, read(t, b.post("{thin}")).Errors[0].Message)
}
