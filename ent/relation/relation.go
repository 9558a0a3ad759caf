// Package relation says where the graph's types are in the database: the table
// and columns of each, and how one leads to another. What it says of this
// project's types is generated from the model into package db.
package relation

// A Kind is how the values of a column are written in an answer.
type Kind string

// The kinds.
const (
	Key     Kind = "Key"     // an id, which the graph shows with its type
	Text    Kind = "Text"    // any text
	Enum    Kind = "Enum"    // a name of an enum
	Int     Kind = "Int"     // a whole number
	Bool    Kind = "Bool"    // true or false
	Time    Kind = "Time"    // a point in time
	Date    Kind = "Date"    // a calendar date
	Decimal Kind = "Decimal" // an exact number
	Texts   Kind = "Texts"   // a list of texts, kept as JSON
	JSON    Kind = "JSON"    // JSON as it is kept
	Other   Kind = "Other"   // something that only code by hand can write
)

// A Column is a field of a type.
type Column struct {
	Name string
	Kind Kind
	// Null says that it may hold nothing.
	Null bool
}

// An Edge leads from the rows of one type to those of another: to rows whose
// column Far holds what the column Near of the row it starts from does, or,
// through a Table, to rows that it pairs with it.
type Edge struct {
	To string
	// Many says that it leads to any number of rows, not to one at most.
	Many bool
	// Required says that it leads to exactly one.
	Required bool
	// Table pairs keys of both sides in its columns Near and Far; empty where no
	// table stands between.
	Table     string
	Near, Far string
}

// A Type is a type of the graph that has a table.
type Type struct {
	Name, Table string
	// Columns are the fields, by their names in the graph.
	Columns map[string]Column
	// Kinds are those of all columns of the table, by their names there.
	Kinds map[string]Kind
	// Edges are the edges, by their names in the graph.
	Edges map[string]Edge
}
