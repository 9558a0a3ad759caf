package hostile

import (
	"fmt"
	"strings"
)

// list writes n texts that differ by their number.
func list(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// nested puts a text n times into itself: %s is where the next goes.
func nested(n int, format, inmost string) string {
	before, after, _ := strings.Cut(format, "%s")
	return strings.Repeat(before, n) + inmost + strings.Repeat(after, n)
}

// Statuses of GraphQL over HTTP: not executed, and executed with errors.
const (
	refused = "422 "
	partial = "294 "
)

const (
	invalid     = refused + "GRAPHQL_VALIDATION_FAILED"
	unparsable  = "400 GRAPHQL_PARSE_FAILED"
	tooLarge    = refused + "QUERY_TOO_LARGE"
	tooDeep     = refused + "QUERY_TOO_DEEP"
	tooComplex  = refused + "QUERY_TOO_COMPLEX"
	aliases     = refused + "TOO_MANY_ALIASES"
	directives  = refused + "TOO_MANY_DIRECTIVES"
	crowded     = refused + "TOO_MANY_VALUES"
	unsupported = refused + "NOT_SUPPORTED"
	hidden      = refused + "INTROSPECTION_DISABLED"
	served      = "200"
)

// floods are documents that cost more than they look.
var floods = []attack{
	asks("20,000 __typename", "{"+strings.Repeat(" __typename", 20_000)+"}", nil, tooLarge),
	asks("7,000 __typename, within the tokens", "{"+strings.Repeat(" __typename", 7_000)+"}", nil, aliases),
	asks("101 aliases of a connection", "{"+list(101, " "+marker+"%d: agencies { totalCount }")+"}", nil, aliases),
	asks("3,000 aliases", "{"+list(3_000, " "+marker+"%d: __typename")+"}", nil, aliases),
	asks("51 fields at the top", "{"+list(51, " "+marker+"%d: __typename")+"}", nil, refused+"TOO_MANY_ROOT_FIELDS"),
	asks("a field 5,000 times", "{ agencies { "+strings.Repeat("totalCount ", 5_000)+"} }", nil, aliases),
	asks("a field 5,000 times, deep down", "{ agencies { edges { node { parent { "+strings.Repeat("code ", 5_000)+"} } } } }", nil, aliases),
	asks("4,900 unknown directives on a field", "{ __typename"+strings.Repeat(" @"+marker, 4_900)+" }", nil, directives),
	asks("2,000 known directives on a field", "{ __typename"+strings.Repeat(" @include(if: true)", 2_000)+" }", nil, directives),
	asks("2,000 directives over 90 fields", "{ agencies {"+list(90, " a%d: totalCount"+strings.Repeat(" @skip(if: false)", 22))+"} }", nil, directives),
	asks("2,000 directives on the operation", "query"+strings.Repeat(" @"+marker, 2_000)+" { __typename }", nil, directives),
	asks("2,000 directives on a spread", "{ ..."+strings.Repeat(" @"+marker, 2_000)+" { __typename } }", nil, directives),
	asks("2,000 @defer", "{"+strings.Repeat(" ... @defer { __typename }", 2_000)+"}", nil, directives),
	asks("@defer", "{ ... @defer(label: \""+marker+"\") { __typename } }", nil, unsupported),
	asks("2,000 fragments", "{ ...f0 }"+list(2_000, " fragment f%d on Query { __typename }"), nil, tooLarge),
	asks("200 fragments that nobody uses", "{ __typename }"+list(200, " fragment "+marker+"%d on Query { __typename }"), nil, invalid),
	asks("a fragment spread 4,000 times", "{"+strings.Repeat(" ...f", 4_000)+"} fragment f on Query { __typename }", nil, aliases),
	asks("fragments that double 40 times", "{ ...f0 }"+doubling(40), nil, tooComplex),
	asks("199 fragments in each other", "{ agency(code: \"a\") { ...f0 } }"+chain(198), nil, tooDeep),
	asks("a fragment in itself", "{ ..."+marker+" } fragment "+marker+" on Query { ..."+marker+" }", nil, invalid),
	asks("two fragments in each other", "{ ...a } fragment a on Query { agency(code: \"a\") { ...b } } fragment b on Agency { children { ...b } }", nil, invalid),
	asks("a ring of 200 fragments", "{ ...f0 }"+ring(200), nil, invalid),
	asks("200 rings of fragments that nobody uses", "{ __typename }"+list(200, " fragment f%d on Agency { parent { ...f%[1]d } }"), nil, invalid),
	asks("fragments that are not there", "{ ..."+marker+" }", nil, invalid),
	asks("2,000 operations", list(2_000, " query "+marker+"%d { __typename }"), nil, tooLarge),
	asks("200 levels", "{ agency(code: \"a\") { "+nested(200, "parent { %s }", "code")+" } }", nil, tooDeep),
	asks("16 levels", "{ agency(code: \"a\") { "+nested(15, "parent { %s }", "code")+" } }", nil, tooDeep),
	probes(asks("3,500 inline fragments in each other", "{"+nested(3_500, " ... {%s}", " __typename")+"}", nil, served)),
	asks("pages in pages in pages", "{ agencies(first: 200) { edges { node { figures(first: 200) { edges { node { indicator { figures(first: 200) { edges { node { value } } } } } } } } } } }", nil, tooComplex),
	asks("1,000 errors", "{ agencies {"+list(95, " "+marker+"%d: "+marker+"x")+list(5, " ... on "+marker+"%d { "+marker+" }")+"} }", nil, invalid),
	asks("4,000 errors in fragments", "{ ...f0 }"+list(199, " fragment f%d on "+marker+" { "+list2(18)+" }"), nil, invalid),
	asks("fields that do not merge", "{ agencies {"+strings.Repeat(" a: totalCount ", 101)+" a: pageInfo { hasNextPage } } }", nil, aliases),
	asks("fields that do not merge, in 20 fragments", "{ agency(code: \"a\") {"+list(20, " ...f%d")+"} }"+list(20, " fragment f%d on Agency { "+marker+": code parent { "+marker+": name "+marker+": code } }"), nil, invalid),
	asks("fields that are not there", "{ "+marker+" }", nil, invalid),
	asks("arguments that are not there", "{ agency("+marker+": 1) { code } }", nil, invalid),
	asks("6,000 arguments", "{ agency("+list(3_000, " a%d: 1")+") { code } }", nil, crowded),
	asks("2,000 variables", "query("+list(2_000, " $"+marker+"%d: Int")+") { __typename }", nil, crowded),
	asks("a subscription of two", "subscription { progressChanged(window: \"a\") { __typename } "+marker+": progressChanged(window: \"b\") { __typename } }", nil, unsupported),
	asks("a subscription without a stream", "subscription { progressChanged(window: \""+marker+"\") { __typename } }", nil, unsupported),
	asks("no end", "{ agencies { "+marker, nil, unparsable),
	asks("5,000 opening braces", strings.Repeat("{", 5_000)+marker, nil, unparsable),
	asks("5,000 opening braces of fields", strings.Repeat("{a", 5_000), nil, unparsable),
	asks("14,000 opening brackets", "{ a(b: "+strings.Repeat("[", 14_000), nil, unparsable),
	asks("14,000 opening brackets of a type", "query($a: "+strings.Repeat("[", 14_000)+") { a }", nil, unparsable),
	asks("900 KB of comments", "# "+strings.Repeat(marker+" ", 115_000)+"\n{", nil, tooLarge),
	asks("330,000 comments", strings.Repeat("#\n", 330_000)+"{", nil, tooLarge),
	asks("900 KB of blanks", strings.Repeat(" ", 900_000)+"{", nil, tooLarge),
	asks("a text of 900 KB without an end", "{ agency(code: \""+strings.Repeat(marker, 125_000), nil, tooLarge),
	asks("a block of 900 KB", "{ agency(code: \"\"\""+strings.Repeat("\n  "+marker, 90_000)+"\"\"\") { "+marker+" } }", nil, tooLarge),
	asks("250 KB of comments", "# "+strings.Repeat(marker+" ", 31_000)+"\n{", nil, unparsable),
	asks("a text of 250 KB without an end", "{ agency(code: \""+strings.Repeat(marker, 36_000), nil, unparsable),
	asks("a block of 250 KB", "{ agency(code: \"\"\""+strings.Repeat("\n  "+marker, 25_000)+"\"\"\") { "+marker+" } }", nil, invalid),
	asks("a name of 250 KB", "{ "+strings.Repeat(marker, 36_000)+" }", nil, tooLarge),
	asks("a name of 900 KB", "{ "+strings.Repeat(marker, 125_000)+" }", nil, tooLarge),
	asks("a number of 900 KB", "{ agencies(first: "+strings.Repeat("9", 900_000)+") { totalCount } }", nil, tooLarge),
	asks("the schema's language", "type "+marker+" { a: Int }", nil, unparsable),
	asks("an empty document", "#"+marker, nil, invalid),
}

// list2 writes fields that no type has.
func list2(n int) string { return list(n, " "+marker+"%[1]d") }

// doubling writes n fragments, each of which spreads the next one twice.
func doubling(n int) string { return linked(n, "...f%d x: __typename ...f%[1]d") + last(n) }

// chain writes n fragments, each of which leads one level down to the next.
func chain(n int) string {
	return strings.ReplaceAll(linked(n, "parent { ...f%d }"), "on Query", "on Agency") + strings.ReplaceAll(last(n), "on Query", "on Agency")
}

// ring writes n fragments, the last of which spreads the first.
func ring(n int) string {
	return linked(n-1, "...f%d") + fmt.Sprintf(" fragment f%d on Query { ...f0 }", n-1)
}

// linked writes fragments f0 to f(n-1) with the number of the next one in each.
func linked(n int, inside string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s", " fragment f"+fmt.Sprint(i)+" on Query { "+fmt.Sprintf(inside, i+1)+" }")
	}
	return b.String()
}

func last(n int) string { return fmt.Sprintf(" fragment f%d on Query { __typename }", n) }

// looks ask for the schema, in earnest or in passing.
var looks = []attack{
	asks("circular introspection", "{ __schema { types { "+nested(4, "fields { type { %s } }", "name")+" } } }", nil, invalid),
	asks("circular introspection in fragments", "{ __schema { types { ...t } } } fragment t on __Type { fields { type { ...t } } }", nil, invalid),
	asks("introspection 100 deep", "{ __type(name: \""+marker+"\") { "+nested(100, "ofType { %s }", "name")+" } }", nil, tooDeep),
	asks("introspection of 10,000 fields", "{ __schema { "+strings.Repeat("types { name } ", 2_000)+"} }", nil, aliases),
	shut(asks("introspection where it is off", "{ __schema { types { name } } }", nil, hidden)),
	shut(asks("__type where introspection is off", "{ __type(name: \""+marker+"\") { name } }", nil, hidden)),
	shut(asks("introspection behind a fragment", "{ ...f } fragment f on Query { ... { "+marker+": __schema { types { name } } } }", nil, hidden)),
	shut(asks("a field nearly right", "{ agencys { totalCount } }", nil, invalid)),
	shut(asks("an argument nearly right", "{ agency(cod: \"a\") { code } }", nil, invalid)),
	shut(asks("a type nearly right", "query($a: FigureWhereInpu) { figures(where: $a) { totalCount } }", nil, invalid)),
	shut(asks("a member nearly right", "{ figures(where: {yea: 1}) { totalCount } }", nil, invalid)),
	shut(asks("a choice nearly right", "{ figures(where: {grade: OFFICIA}) { totalCount } }", nil, invalid)),
	shut(asks("a directive nearly right", "{ __typename @includ(if: true) }", nil, invalid)),
	shut(asks("an object without fields", "{ agencies }", nil, invalid)),
}

// shut makes an attack one on the server that shows no schema.
func shut(a attack) attack {
	a.closed = true
	return a
}
