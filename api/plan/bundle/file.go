package bundle

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// unreadable marks the fault of a file that is not YAML at all.
const unreadable = "valid YAML: "

func isUnreadable(f Fault) bool { return strings.HasPrefix(f.Expected, unreadable) }

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// file decodes one file and adds its lists to the bundle.
func (d *decoder) file(name string, content []byte, b *Bundle) {
	d.name = name
	stream := yaml.NewDecoder(bytes.NewReader(content))
	var document yaml.Node
	err := stream.Decode(&document)
	switch {
	case errors.Is(err, io.EOF):
		return
	case err != nil:
		d.unreadable(err)
		return
	}
	var next yaml.Node
	if err := stream.Decode(&next); err == nil {
		d.faults.add(d.pos(&next, "file"), "---", "one YAML document in a file")
	} else if !errors.Is(err, io.EOF) {
		d.unreadable(err)
		return
	}
	if len(document.Content) == 0 || isNull(document.Content[0]) {
		return
	}
	part := &Bundle{}
	d.structure(document.Content[0], reflect.ValueOf(part).Elem(), "")
	d.merge(part, b)
}

func (d *decoder) unreadable(err error) {
	at := Pos{File: d.name, Path: "file"}
	match := yamlLine.FindStringSubmatch(err.Error())
	if len(match) == 2 && match[1] != "" {
		at.Line, _ = strconv.Atoi(match[1])
	}
	d.faults.add(at, "", "%s%s", unreadable, yamlLine.ReplaceAllString(err.Error(), ""))
}

// merge appends the lists of one file to the bundle.
func (d *decoder) merge(part, b *Bundle) {
	if part.Header.Pos.File != "" {
		if b.Header.Pos.File != "" {
			d.faults.add(part.Header.Pos, part.Header.Code, "one bundle header (the first is at %s)", b.Header.Pos)
		} else {
			b.Header = part.Header
		}
	}
	from, to := reflect.ValueOf(part).Elem(), reflect.ValueOf(b).Elem()
	for i := range from.NumField() {
		if from.Field(i).Kind() == reflect.Slice {
			to.Field(i).Set(reflect.AppendSlice(to.Field(i), from.Field(i)))
		}
	}
}

func (d *decoder) pos(node *yaml.Node, path string) Pos {
	return Pos{File: d.name, Line: node.Line, Path: path}
}
