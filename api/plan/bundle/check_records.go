package bundle

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// checkRecords walks over every field of every record and checks what one field
// can show: that a required one is not empty, that a word is one of its list,
// and that texts are clean.
func (c *checker) checkRecords() {
	if header := c.Header; header.Code+header.Version+header.Title == "" && header.Pos.File == "" {
		c.faults.add(Pos{Path: "bundle"}, "", "a header with code, version and title, once in the bundle")
	} else {
		c.checkRecord(reflect.ValueOf(header), Pos{Path: "bundle"})
	}
	bundle := reflect.ValueOf(c.Bundle).Elem()
	for i := range bundle.NumField() {
		name := bundle.Type().Field(i).Tag.Get("yaml")
		if list := bundle.Field(i); list.Kind() == reflect.Slice {
			for j := range list.Len() {
				c.checkRecord(list.Index(j), Pos{Path: fmt.Sprintf("%s[%d]", name, j)})
			}
		}
	}
}

// checkRecord checks one struct; fallback is its position where it has none.
func (c *checker) checkRecord(record reflect.Value, fallback Pos) {
	pos := record.FieldByName("Pos").Interface().(Pos)
	if pos.Path == "" {
		pos = fallback
	}
	for i := range record.NumField() {
		field := record.Type().Field(i)
		name := field.Tag.Get("yaml")
		if name == "" || name == "-" {
			continue
		}
		if field.Tag.Get("bundle") == "required" && record.Field(i).IsZero() {
			c.fault(pos, name, "", "a value: the field is required")
			continue
		}
		if most, _ := strconv.Atoi(field.Tag.Get("max")); most > 0 && record.Field(i).Len() > most {
			c.fault(pos, name, record.Field(i).String(), "a text of at most %d bytes", most)
			continue
		}
		c.checkValue(record.Field(i), pos, name)
	}
}

// checkValue checks a field, or an item of a list.
func (c *checker) checkValue(value reflect.Value, record Pos, name string) {
	if isScalar(value.Type()) {
		if value.Kind() == reflect.String {
			c.checkText(value, record, name)
		}
		return
	}
	switch value.Kind() {
	case reflect.Pointer:
		if !value.IsNil() {
			c.checkValue(value.Elem(), record, name)
		}
	case reflect.Struct:
		c.checkRecord(value, record.Field(name))
	case reflect.Slice:
		for i := range value.Len() {
			c.checkItem(value.Index(i), record, fmt.Sprintf("%s[%d]", name, i))
		}
	case reflect.Map:
		texts := value.Interface().(map[string]string)
		for _, code := range slices.Sorted(maps.Keys(texts)) {
			c.checkItem(reflect.ValueOf(texts[code]), record, name+"."+code)
		}
	}
}

// checkItem checks an item of a list, which may not be empty.
func (c *checker) checkItem(item reflect.Value, record Pos, name string) {
	if item.Kind() == reflect.String && item.String() == "" {
		c.fault(record, name, "", "a value: an item may not be empty")
		return
	}
	c.checkValue(item, record, name)
}

// checkText checks a text: a word of a closed list, or a clean text.
func (c *checker) checkText(value reflect.Value, record Pos, name string) {
	text := value.String()
	if words, ok := value.Interface().(enum); ok && text != "" && !slices.Contains(words.Values(), text) {
		c.fault(record, name, text, "one of %s", strings.Join(words.Values(), ", "))
		return
	}
	if text == "" {
		return
	}
	switch control := strings.IndexFunc(text, isControl); {
	case control >= 0:
		c.fault(record, name, text, "a text without control characters (found %U)", []rune(text[control:])[0])
	case !norm.NFC.IsNormalString(text):
		c.fault(record, name, text, "a text in Unicode normal form NFC")
	case strings.TrimSpace(text) != text:
		c.fault(record, name, text, "a text without space at its ends")
	}
}

// isControl reports characters that no text may hold. A line break is fine.
func isControl(r rune) bool { return r != '\n' && unicode.IsControl(r) }
