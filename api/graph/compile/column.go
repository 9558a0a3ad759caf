package compile

import (
	"strconv"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/page"
	"github.com/tiendo-vn/tiendo/ent/relation"
)

// column writes the value of a column, as the graph's scalars do.
func (c *compiler) column(t *text, of source, column relation.Column) error {
	value := of.column(column.Name)
	if column.Kind == relation.Key {
		t.expression(globalID(of.relation.Name, value))
		return nil
	}
	json, ok := scalar(column.Kind, value)
	switch {
	case !ok:
		return unknown{of.definition.Name + "." + column.Name}
	case column.Null:
		t.orNull(json)
	default:
		t.expression(json)
	}
	return nil
}

// scalar returns the JSON of a value of a kind; null for null.
func scalar(kind relation.Kind, value string) (json string, ok bool) {
	switch kind {
	case relation.Text, relation.Date:
		return "to_json(" + value + ")::text", true
	case relation.Enum:
		return `'"' || ` + value + ` || '"'`, true
	case relation.Int, relation.Bool:
		return value + "::text", true
	case relation.Decimal:
		return `'"' || trim_scale(` + value + `)::text || '"'`, true
	case relation.Time:
		return instant(value), true
	case relation.Texts:
		return "CASE jsonb_typeof(" + value + ") WHEN 'array' THEN '[' || (SELECT coalesce(string_agg(e.value::text, ',' ORDER BY e.ordinality), '') FROM jsonb_array_elements(" + value + ") WITH ORDINALITY AS e) || ']' END", true
	case relation.JSON:
		return value + "::text", true
	}
	return "", false
}

// instant returns the JSON of a point in time in UTC. to_json leaves out what
// is zero of the second's fraction, as RFC 3339 in Go does.
func instant(value string) string {
	return `rtrim(to_json(` + value + ` AT TIME ZONE 'UTC')::text, '"') || 'Z"'`
}

// globalID returns the JSON of the id of a row: package gid's text.
func globalID(typ, key string) string {
	return `'"' || translate(rtrim(encode('\x` + hex(gid.Tag(typ)) + `'::bytea || uuid_send(` + key + `), 'base64'), '='), '+/', '-_') || '"'`
}

func hex(tag byte) string {
	if tag < 0x10 {
		return "0" + strconv.FormatUint(uint64(tag), 16)
	}
	return strconv.FormatUint(uint64(tag), 16)
}

// shortColumn is how long the name of a column may be for a cursor with a number to
// fit one line of base64: 57 bytes, less the id, the number and what parts them.
const shortColumn = 57 - 16 - 20 - len(":"+page.KeyTime)

// cursor returns the JSON of a cursor: package page's text. It is long, and to
// translate would look at each letter by itself.
func cursor(id, column string, kind relation.Kind, key string) string {
	tail := "'" + column + ":" + page.KeyNone + "'"
	switch kind {
	case relation.Text, relation.Enum:
		tail = "'" + column + ":" + page.KeyText + "' || " + key
	case relation.Int:
		tail = "'" + column + ":" + page.KeyInt + "' || " + key
	case relation.Time, relation.Date:
		// extract is exact and slow; a float has the microsecond until 2106.
		tail = "'" + column + ":" + page.KeyTime + "' || (date_part('epoch', " + key + ") * 1000000)::bigint"
	}
	bytes := `uuid_send(` + id + `) || convert_to(` + tail + `, 'UTF8')`
	encoded := `rtrim(encode(` + bytes + `, 'base64'), '=')`
	if kind == relation.Text || kind == relation.Enum || len(column) > shortColumn {
		encoded = `replace(` + encoded + `, E'\n', '')`
	}
	return `'"' || replace(replace(` + encoded + `, '+', '-'), '/', '_') || '"'`
}
