package plan

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/ent/source"
)

// sep joins the parts of a natural key. No text of the model holds it, so two
// different lists of parts never make the same key.
const sep = "\x00"

// names knows rows by natural key and by id. A row the database lacks gets its
// id here, before it is written: rows can refer to each other in any order.
type names struct {
	ids  map[name]uuid.UUID
	keys map[uuid.UUID]string
}

type name struct{ entity, key string }

func newNames() *names {
	return &names{ids: map[name]uuid.UUID{}, keys: map[uuid.UUID]string{}}
}

func keyOf(parts ...string) string { return strings.Join(parts, sep) }

// label is a key for readers.
func label(key string) string { return strings.ReplaceAll(key, sep, " ") }

// learn registers a row of the database.
func (n *names) learn(entity, key string, id uuid.UUID) {
	if _, again := n.ids[name{entity, key}]; !again {
		n.ids[name{entity, key}] = id
	}
	n.keys[id] = key
}

// id finds the id of a row, or gives it one.
func (n *names) id(entity string, parts ...string) uuid.UUID {
	key := keyOf(parts...)
	if id, ok := n.ids[name{entity, key}]; ok {
		return id
	}
	id := source.Key()
	n.learn(entity, key, id)
	return id
}

// optID is id for a reference that may be empty.
func (n *names) optID(entity, code string) *uuid.UUID {
	if code == "" {
		return nil
	}
	id := n.id(entity, code)
	return &id
}

// linkTo is a list of ids of rows with a simple key.
func (n *names) linkTo(edge, entity string, codes []string) link {
	l := link{name: edge}
	for _, code := range codes {
		l.ids = append(l.ids, n.id(entity, code))
	}
	return l
}

// wanted is a row of the bundle.
func (n *names) wanted(entity string, fields []field, parts ...string) record {
	return record{key: keyOf(parts...), id: n.id(entity, parts...), fields: fields}
}

// show turns a value into what JSON can hold and people can read: references
// become labels, decimals and times become text.
func (n *names) show(v any) any {
	switch v := v.(type) {
	case uuid.UUID:
		if key, ok := n.keys[v]; ok {
			return label(key)
		}
		return v.String()
	case decimal.Decimal:
		return v.String()
	case time.Time:
		if v.Equal(day(v)) {
			return v.Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339Nano)
	case nil, bool, int, []string:
		return v
	}
	return fmt.Sprint(v) // text and ent's enums
}

// showAll is the labels of rows, sorted.
func (n *names) showAll(ids []uuid.UUID) []string {
	labels := make([]string, len(ids))
	for i, id := range ids {
		labels[i] = label(n.keys[id])
	}
	slices.Sort(labels)
	return labels
}

// toJSON encodes a value of the event log. Maps come out sorted by key.
func toJSON(v any) (json.RawMessage, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return json.RawMessage(strings.TrimSuffix(b.String(), "\n")), nil
}
