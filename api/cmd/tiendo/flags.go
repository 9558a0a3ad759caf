package main

import (
	"fmt"
	"reflect"

	"github.com/tiendo-vn/tiendo/api/config"
)

// flags holds a flag for every setting, made from the one list there is, so
// that no setting lacks its flag.
type flags struct {
	settings []config.Setting
	target   any
}

func newFlags() *flags {
	settings := config.Settings()
	fields := make([]reflect.StructField, len(settings))
	for n, s := range settings {
		help := s.Help
		if s.Default != "" {
			help += " (default " + s.Default + ")"
		}
		fields[n] = reflect.StructField{
			Name: fmt.Sprintf("Flag%d", n), Type: reflect.TypeFor[*string](),
			Tag: reflect.StructTag(fmt.Sprintf(`name:%q help:%q placeholder:"VALUE" group:"Settings"`, s.Flag, help)),
		}
	}
	return &flags{settings, reflect.New(reflect.StructOf(fields)).Interface()}
}

// set returns the flags that were given, by the key of their setting.
func (f *flags) set() map[string]any {
	given := map[string]any{}
	for n, s := range f.settings {
		if v := reflect.ValueOf(f.target).Elem().Field(n); !v.IsNil() {
			given[s.Key] = v.Elem().String()
		}
	}
	return given
}
