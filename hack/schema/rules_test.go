package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var today = time.Date(2026, 10, 5, 8, 0, 0, 0, time.UTC)

func TestWhatASchemaPromises(t *testing.T) {
	cases := map[string]struct {
		sdl  string
		want []string
	}{
		"all is said":                      {`"A." type A { "B." b("C." c: Int): Int }`, nil},
		"the roots explain themselves":     {`type Query { "B." b: Int } type Mutation { "B." b: P! } type Subscription { "B." b: Int } "P." type P { "What is wrong." userErrors: [UserError!]! }`, nil},
		"a type":                           {`type A { "B." b: Int }`, []string{"A has no description"}},
		"a type with an empty one":         {`" " type A { "B." b: Int }`, []string{"A has no description"}},
		"an interface":                     {`interface A { "B." b: Int }`, []string{"A has no description"}},
		"a union":                          {`union A = B "B." type B { "C." c: Int }`, []string{"A has no description"}},
		"a scalar":                         {`scalar A`, []string{"A has no description"}},
		"an enum":                          {`enum A { "B." B }`, []string{"A has no description"}},
		"an input":                         {`input A { "B." b: Int }`, []string{"A has no description"}},
		"a field":                          {`"A." type A { b: Int }`, []string{"A.b has no description"}},
		"a field of a root":                {`type Query { b: Int }`, []string{"Query.b has no description"}},
		"a field of an extension":          {`extend type A { b: Int }`, []string{"A.b has no description"}},
		"an argument":                      {`"A." type A { "B." b(c: Int): Int }`, []string{"A.b(c:) has no description"}},
		"a value of an enum":               {`"A." enum A { B }`, []string{"A.B has no description"}},
		"a field of an input":              {`"A." input A { b: Int }`, []string{"A.b has no description"}},
		"a directive":                      {`directive @a("B." b: Int) on FIELD`, []string{"@a has no description"}},
		"an argument of a directive":       {`"A." directive @a(b: Int) on FIELD`, []string{"@a(b:) has no description"}},
		"a deprecation with all":           {deprecated(`(reason: "Use c. Removal after 2027-06-01")`), nil},
		"a deprecation's last day":         {deprecated(`(reason: "Use c. Removal after 2026-10-05")`), nil},
		"a deprecation without anything":   {deprecated(``), []string{`A.b is deprecated with the reason ""; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`}},
		"a deprecation without a day":      {deprecated(`(reason: "Use c.")`), []string{`A.b is deprecated with the reason "Use c."; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`}},
		"a deprecation without a reason":   {deprecated(`(reason: "Removal after 2027-06-01")`), []string{`A.b is deprecated with the reason "Removal after 2027-06-01"; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`}},
		"a deprecation that goes on":       {deprecated(`(reason: "Use c. Removal after 2027-06-01.")`), []string{`A.b is deprecated with the reason "Use c. Removal after 2027-06-01."; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`}},
		"a deprecation until no day":       {deprecated(`(reason: "Use c. Removal after 2027-02-30")`), []string{"A.b is deprecated until 2027-02-30, which is no day"}},
		"a deprecation that is over":       {deprecated(`(reason: "Use c. Removal after 2026-10-04")`), []string{"A.b was to be removed after 2026-10-04: remove it, or give clients more time"}},
		"a deprecated value":               {`"A." enum A { "B." B @deprecated }`, []string{`A.B is deprecated with the reason ""; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`}},
		"a deprecated argument":            {`"A." type A { "B." b("C." c: Int @deprecated): Int }`, []string{`A.b(c:) is deprecated with the reason ""; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`}},
		"a deprecated field of an input":   {`"A." input A { "B." b: Int @deprecated }`, []string{`A.b is deprecated with the reason ""; expected one that ends with a day, such as "Use value. Removal after 2027-06-01"`}},
		"a deprecated and needed argument": {`"A." type A { "B." b("C." c: Int! @deprecated(reason: "Use d. Removal after 2027-06-01")): Int }`, []string{"A.b(c:) is deprecated and required: nobody can leave it out"}},

		"a change without faults":           {`type Mutation { "B." b: P! } "P." type P { "C." c: Int }`, []string{"Mutation.b answers P!; expected a type with userErrors: [UserError!]!"}},
		"a change with other faults":        {`type Mutation { "B." b: P! } "P." type P { "C." userErrors: [String!]! }`, []string{"Mutation.b answers P!; expected a type with userErrors: [UserError!]!"}},
		"a change whose faults may be null": {`type Mutation { "B." b: P! } "P." type P { "C." userErrors: [UserError!] }`, []string{"Mutation.b answers P!; expected a type with userErrors: [UserError!]!"}},
		"a change that answers a number":    {`extend type Mutation { "B." b: Int! }`, []string{"Mutation.b answers Int!; expected a type with userErrors: [UserError!]!"}},
		"a change that may answer null":     {`type Mutation { "B." b: P } "P." type P { "C." userErrors: [UserError!]! }`, []string{"Mutation.b may answer null; expected P!"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := promises(tc.sdl, today)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

// deprecated is a schema with one deprecated field.
func deprecated(arguments string) string {
	return `"A." type A { "B." b: Int @deprecated` + arguments + ` }`
}
