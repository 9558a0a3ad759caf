package compile

import (
	"fmt"

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

// globalID returns the JSON of the id of a row: package gid's text. To translate
// would look at each letter by itself.
func globalID(typ, key string) string {
	encoded := fmt.Sprintf(`encode('\x%02x'::bytea || uuid_send(%s), 'base64')`, gid.Tag(typ), key)
	return `'"' || replace(replace(replace(` + encoded + `, '=', ''), '+', '-'), '/', '_') || '"'`
}

// cursor returns the JSON of a cursor: package page's text.
func cursor(id, column string, kind relation.Kind, key string) string {
	of, bytes := byte(page.KeyNone), ""
	switch kind {
	case relation.Text, relation.Enum:
		of, bytes = page.KeyText, " || textsend("+key+")"
	case relation.Int:
		of, bytes = page.KeyInt, " || int8send("+key+")"
	case relation.Time:
		of, bytes = page.KeyTime, " || timestamptz_send("+key+")"
	case relation.Date:
		of, bytes = page.KeyTime, " || timestamp_send("+key+")"
	}
	encoded := fmt.Sprintf(`encode(uuid_send(%s) || '\x%x%x'::bytea%s, 'base64')`, id, of, page.OrderBy(column), bytes)
	if of == page.KeyText {
		encoded = `replace(` + encoded + `, E'\n', '')` // base64 comes in lines
	}
	return `'"' || ` + encoded + ` || '"'`
}
