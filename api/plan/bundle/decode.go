package bundle

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"
)

// decoder turns YAML nodes into the structs of the format. It is strict: a key
// it does not know, a key given twice, or a value of another type is a fault.
// It goes on after a fault, so that all of them are found.
type decoder struct {
	name   string
	faults Faults
}

// structure decodes a mapping into a struct and notes the line of each field.
func (d *decoder) structure(node *yaml.Node, into reflect.Value, path string) {
	at := d.pos(node, path)
	if node.Kind != yaml.MappingNode {
		at.Path = cmp.Or(path, "file")
		d.faults.add(at, node.Value, "a mapping (key: value)")
		return
	}
	fields := fieldsOf(into.Type())
	at.lines = map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		field := Pos{File: d.name, Line: name.Line, Path: join(path, name.Value)}
		index, known := fields[name.Value]
		switch line, given := at.lines[name.Value]; {
		case !known:
			d.faults.add(field, "", "one of the keys %s", strings.Join(keysOf(into.Type()), ", "))
			continue
		case given:
			d.faults.add(field, "", "the key once (the first is on line %d)", line)
			continue
		}
		at.lines[name.Value] = name.Line
		d.value(value, into.Field(index), field, at.lines, name.Value)
	}
	if pos := into.FieldByName("Pos"); pos.IsValid() {
		pos.Set(reflect.ValueOf(at))
	}
}

// value decodes any node into a field; null leaves the field empty.
func (d *decoder) value(node *yaml.Node, into reflect.Value, at Pos, lines map[string]int, name string) {
	switch {
	case node.Kind == yaml.AliasNode || node.Anchor != "":
		d.faults.add(at, "", "no anchors and no aliases: write the value out")
		return
	case isNull(node):
		return
	case into.Kind() == reflect.Pointer:
		fresh := reflect.New(into.Type().Elem())
		before := len(d.faults)
		d.value(node, fresh.Elem(), at, lines, name)
		if len(d.faults) == before || into.Type().Elem().Kind() == reflect.Struct && !isScalar(into.Type().Elem()) {
			into.Set(fresh)
		}
		return
	case isScalar(into.Type()):
		d.scalar(node, into, at)
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		d.structure(node, into, at.Path)
	case reflect.Slice:
		d.list(node, into, at, lines, name)
	case reflect.Map:
		d.texts(node, into, at, lines, name)
	}
}

// list decodes a sequence and names its items by what tells them apart.
func (d *decoder) list(node *yaml.Node, into reflect.Value, at Pos, lines map[string]int, name string) {
	if node.Kind != yaml.SequenceNode {
		d.faults.add(at, node.Value, "a list (- item)")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(node.Content), len(node.Content)))
	for i, item := range node.Content {
		lines[fmt.Sprintf("%s[%d]", name, i)] = item.Line
		place := Pos{File: d.name, Line: item.Line, Path: fmt.Sprintf("%s[%s]", at.Path, label(item, i))}
		if isNull(item) {
			d.faults.add(place, "", "an item: the list has an empty one")
			continue
		}
		d.value(item, into.Index(i), place, map[string]int{}, "")
	}
}

// texts decodes a mapping of texts, such as the scopes of an assignment.
func (d *decoder) texts(node *yaml.Node, into reflect.Value, at Pos, lines map[string]int, field string) {
	if node.Kind != yaml.MappingNode {
		d.faults.add(at, node.Value, "a mapping (key: value)")
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		place := Pos{File: d.name, Line: name.Line, Path: join(at.Path, name.Value)}
		if into.MapIndex(reflect.ValueOf(name.Value)).IsValid() {
			d.faults.add(place, "", "the key once")
			continue
		}
		lines[join(field, name.Value)] = name.Line
		text := reflect.New(into.Type().Elem()).Elem()
		d.value(value, text, place, nil, "")
		into.SetMapIndex(reflect.ValueOf(name.Value), text)
	}
}

var scalarTypes = map[reflect.Type]bool{
	reflect.TypeFor[Date](): true, reflect.TypeFor[time.Time](): true, reflect.TypeFor[decimal.Decimal](): true,
}

func isScalar(t reflect.Type) bool {
	return scalarTypes[t] || t.Kind() == reflect.String || t.Kind() == reflect.Int || t.Kind() == reflect.Bool
}
