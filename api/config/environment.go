package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/v2"
)

// envPrefix starts the name of every variable the server reads.
const envPrefix = "TIENDO_"

// environment takes the variables that are settings and reports the others that
// look as if they were.
func (l *loader) environment(environ, others []string) {
	known := map[string]string{"DATABASE_URL": "database.url"}
	for _, s := range settings {
		known[envName(s.key)] = s.key
	}
	if getenv(environ)(envName("database.url")) != "" {
		delete(known, "DATABASE_URL") // its own name wins over the alias
	}
	names := map[string]string{}
	layer := koanf.New(".")
	// The provider cannot fail: it only walks the list.
	_ = layer.Load(env.Provider(".", env.Opt{
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			key, ok := known[name]
			switch {
			case ok && value != "":
				names[key] = name
				return key, value
			case !ok && strings.HasPrefix(name, envPrefix) && !slices.Contains(others, name) && !foreignEnv.MatchString(name):
				l.faults = append(l.faults, Fault{Field: name, Source: "environment", Want: "a known setting"})
			}
			return "", nil
		},
	}), nil)
	l.merge(layer, func(key string) string { return "environment " + names[key] })
}

// foreignEnv matches variables that share the prefix without being meant for
// the server: the file's own path, what tests read, and what Kubernetes sets for
// each Service whose name starts with "tiendo".
var foreignEnv = regexp.MustCompile(`^TIENDO_(CONFIG$|TEST_)|_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?$`)

func getenv(environ []string) func(string) string {
	return func(name string) string {
		for _, pair := range environ {
			if value, ok := strings.CutPrefix(pair, name+"="); ok {
				return value
			}
		}
		return ""
	}
}
