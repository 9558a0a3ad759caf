package bundle

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"
)

var (
	// decimalText is what a decimal looks like: at most 18 digits before the
	// point and 12 after it.
	decimalText = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,12})?$`)
	wholeText   = regexp.MustCompile(`^[1-9][0-9]{0,8}$`)
)

// zoneOffset is the zone of every moment in a bundle, in seconds: +07:00.
const zoneOffset = 7 * 60 * 60

// scalar decodes a single value from its text. Numbers never pass through a
// float.
func (d *decoder) scalar(node *yaml.Node, into reflect.Value, at Pos) {
	if node.Kind != yaml.ScalarNode {
		d.faults.add(at, "", "a single value, not a list or a mapping")
		return
	}
	expected := ""
	switch target := into.Addr().Interface().(type) {
	case *decimal.Decimal:
		expected = setDecimal(node.Value, target)
	case *Date:
		expected = setDate(node.Value, target)
	case *time.Time:
		expected = setTime(node.Value, target)
	default:
		expected = setBasic(node, into)
	}
	if expected != "" {
		d.faults.add(at, node.Value, "%s", expected)
	}
}

func setDecimal(text string, into *decimal.Decimal) string {
	const expected = "a decimal such as 86.97, with at most 18 digits before the point and 12 after it"
	if !decimalText.MatchString(text) {
		return expected
	}
	value, err := decimal.NewFromString(text)
	if err != nil {
		return expected
	}
	*into = value
	return ""
}

func setDate(text string, into *Date) string {
	date, err := ParseDate(text)
	if err != nil || date.Year() < 1 {
		return "a date such as 2023-04-02"
	}
	*into = date
	return ""
}

func setTime(text string, into *time.Time) string {
	moment, err := time.Parse(time.RFC3339Nano, text)
	if _, offset := moment.Zone(); err != nil || offset != zoneOffset {
		return "a moment with the zone +07:00, such as 2023-04-02T23:59:59.999+07:00"
	}
	*into = moment
	return ""
}

// setBasic sets a text, a whole number or a boolean.
func setBasic(node *yaml.Node, into reflect.Value) string {
	switch into.Kind() {
	case reflect.String:
		if node.ShortTag() != "!!str" {
			return "a text: put it in quotes"
		}
		into.SetString(node.Value)
	case reflect.Int:
		if node.ShortTag() != "!!int" || !wholeText.MatchString(node.Value) {
			return "a whole number from 1"
		}
		number, err := strconv.Atoi(node.Value)
		if err != nil {
			return "a whole number from 1"
		}
		into.SetInt(int64(number))
	case reflect.Bool:
		if node.Value != "true" && node.Value != "false" {
			return "true or false"
		}
		into.SetBool(node.Value == "true")
	}
	return ""
}

func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// label names an item of a list by its code, number or the like, so that a path
// stays readable; by its index from 0 where it has none.
func label(item *yaml.Node, index int) string {
	scalars := map[string]string{}
	for i := 0; item.Kind == yaml.MappingNode && i+1 < len(item.Content); i += 2 {
		if value := item.Content[i+1]; value.Kind == yaml.ScalarNode && !isNull(value) {
			scalars[item.Content[i].Value] = value.Value
		}
	}
	for _, name := range []string{"code", "number", "group"} {
		if scalars[name] != "" {
			return scalars[name]
		}
	}
	if scalars["year"] != "" && scalars["kind"] != "" {
		return scalars["year"] + " " + scalars["kind"]
	}
	return strconv.Itoa(index)
}

func join(path, name string) string { return strings.TrimPrefix(path+"."+name, ".") }

// fieldsOf maps the YAML keys of a struct to the indexes of its fields.
func fieldsOf(t reflect.Type) map[string]int {
	fields := map[string]int{}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("yaml"); name != "" && name != "-" {
			fields[name] = i
		}
	}
	return fields
}

// keysOf lists the YAML keys of a struct in the order of its fields.
func keysOf(t reflect.Type) []string {
	var keys []string
	fields := fieldsOf(t)
	for name := range fields {
		keys = append(keys, name)
	}
	slices.SortFunc(keys, func(a, b string) int { return fields[a] - fields[b] })
	return keys
}
