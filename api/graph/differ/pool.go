package differ

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// A Pool holds values that there are in the data, by what they are: texts of
// JSON, without repetitions and in one order.
type Pool struct {
	// Fields are values of scalars, by Type.field.
	Fields map[string][]string
	// IDs are global ids, by type.
	IDs map[string][]string
	// Cursors are cursors, by connection and order, as in AgencyConnection/CODE.
	Cursors map[string][]string
	// Times are moments at which something happened.
	Times []string
	// Future are times that are to come for the server.
	Future []string
	// Words are searched for.
	Words []string
}

// NewPool returns an empty pool.
func NewPool() *Pool {
	return &Pool{Fields: map[string][]string{}, IDs: map[string][]string{}, Cursors: map[string][]string{}}
}

// mostValues bounds how many values of a kind are kept.
const mostValues = 60

// Harvest keeps the scalars of an object, whose __typename says what it is,
// and of every object in it.
func (p *Pool) Harvest(data json.RawMessage) {
	var object map[string]json.RawMessage
	var list []json.RawMessage
	switch {
	case json.Unmarshal(data, &list) == nil:
		for _, item := range list {
			p.Harvest(item)
		}
	case json.Unmarshal(data, &object) == nil:
		var typ string
		_ = json.Unmarshal(object["__typename"], &typ)
		for _, name := range slices.Sorted(maps.Keys(object)) {
			p.keep(typ, name, object[name])
		}
	}
}

func (p *Pool) keep(typ, name string, v json.RawMessage) {
	text := string(v)
	switch {
	case text == "null" || name == "__typename":
	case text[0] == '{' || text[0] == '[':
		p.Harvest(v)
	case name == "id":
		p.IDs[typ] = add(p.IDs[typ], text)
	case typ != "":
		p.Fields[typ+"."+name] = add(p.Fields[typ+"."+name], text)
		if len(text) > 20 && strings.HasPrefix(text, `"2`) && strings.Contains(text, "T") {
			p.Times = append(p.Times, text)
		}
	}
}

// AddCursor keeps a cursor of a connection under an order.
func (p *Pool) AddCursor(connection, order, cursor string) {
	key := connection + "/" + order
	p.Cursors[key] = add(p.Cursors[key], quoted(cursor))
}

func add(all []string, text string) []string {
	if len(all) >= mostValues || slices.Contains(all, text) {
		return all
	}
	return append(all, text)
}

// quoted is a text as JSON, and GraphQL, write it.
func quoted(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
