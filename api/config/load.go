package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
)

// sources are where settings come from, least to most weight. The order in
// which they are handed to Load does not matter.
type sources struct {
	path    string
	environ []string
	others  []string
	flags   map[string]any
}

// A Source is one place to take settings from.
type Source func(*sources)

// FromFile takes settings from a YAML file; an empty path is no file.
func FromFile(path string) Source { return func(s *sources) { s.path = path } }

// FromEnvironment takes settings from variables named TIENDO_…, and the
// database from DATABASE_URL, which most platforms set, where
// TIENDO_DATABASE_URL is not given. An empty variable counts as not set.
//
// A TIENDO_ variable that is no setting is a fault, because a misspelt
// TIENDO_DATABASE_URL would silently start an empty server; others names the
// variables that the command reads by itself.
func FromEnvironment(environ []string, others ...string) Source {
	return func(s *sources) { s.environ, s.others = environ, others }
}

// FromFlags takes the flags that were set explicitly, by key ("limits.depth").
func FromFlags(flags map[string]any) Source { return func(s *sources) { s.flags = flags } }

// Load puts the settings together: flags over the environment over the file
// over the defaults. The error, if any, is Faults and lists everything that is
// wrong in all of them; the Config is then of no use.
func Load(from ...Source) (Config, error) {
	var src sources
	for _, add := range from {
		add(&src)
	}
	l := loader{values: koanf.New("."), origin: map[string]string{}}
	l.file(src.path)
	l.environment(src.environ, src.others)
	l.flags(src.flags)

	c := Default()
	c.DataDir = defaultDataDir(getenv(src.environ))
	l.apply(&c)
	if len(l.faults) > 0 {
		return Config{}, l.faults
	}
	return c, nil
}

// loader merges the layers in koanf and remembers where each value came from.
type loader struct {
	values *koanf.Koanf
	origin map[string]string
	faults Faults
}

func (l *loader) file(path string) {
	if path == "" {
		return
	}
	layer := koanf.New(".")
	if err := layer.Load(file.Provider(path), yaml.Parser()); err != nil {
		l.faults = append(l.faults, Fault{Field: "config", Value: path, Source: "flag --config",
			Want: "a readable YAML file: " + firstLine(withoutPath(err))})
		return
	}
	l.merge(layer, func(string) string { return "file " + path })
}

func (l *loader) flags(flags map[string]any) {
	layer := koanf.New(".")
	for key, value := range flags {
		_ = layer.Set(key, value)
	}
	l.merge(layer, func(key string) string { return "flag --" + FlagName(key) })
}

// merge takes over the layer's known keys and reports the unknown ones. An
// unknown key's value is not shown: it may be a secret in the wrong place.
func (l *loader) merge(layer *koanf.Koanf, origin func(key string) string) {
	for _, key := range layer.Keys() {
		value := layer.Get(key)
		if value == nil {
			continue // "key:" with nothing behind it leaves what was there
		}
		if !slices.ContainsFunc(settings, func(s setting) bool { return s.key == key }) {
			want := "a known setting"
			if slices.ContainsFunc(settings, func(s setting) bool { return strings.HasPrefix(s.key, key+".") }) {
				if m, ok := value.(map[string]any); ok && len(m) == 0 {
					continue
				}
				want = "a section with settings in it"
			}
			l.faults = append(l.faults, Fault{Field: key, Source: origin(key), Want: want})
			continue
		}
		_ = l.values.Set(key, value)
		l.origin[key] = origin(key)
	}
}

// apply sets every field that some layer named, then checks what spans fields.
func (l *loader) apply(c *Config) {
	for _, s := range settings {
		if !l.values.Exists(s.key) {
			continue
		}
		value, ok := scalar(l.values.Get(s.key))
		if ok && s.set(c, value) {
			continue
		}
		shown := value
		if s.refused != nil {
			shown = s.refused(value)
		}
		l.faults = append(l.faults, Fault{Field: s.key, Value: shown, Source: l.origin[s.key], Want: s.want})
	}
	if !l.faults.name(spanning...) {
		c.settle(func(key string) bool { return l.values.Exists(key) })
		l.readDatabaseURL(c)
		c.check(l.fault)
	}
}

// fault takes down what is wrong with a field beside another one, or with what
// it names.
func (l *loader) fault(key string, value any, want string, args ...any) {
	l.faults = append(l.faults, Fault{Field: key, Value: fmt.Sprint(value),
		Source: cmp.Or(l.origin[key], "default"), Want: fmt.Sprintf(want, args...)})
}

// scalar is a value as it would be written, or false for lists and maps. Flags
// arrive typed, YAML half typed and the environment as text: after this they
// are all the same.
func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return strings.TrimSpace(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case bool, int, int64, uint64:
		return fmt.Sprint(v), true
	case fmt.Stringer: // time.Duration, slog.Level
		return v.String(), true
	}
	return fmt.Sprintf("a %T", value), false
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return line
}
