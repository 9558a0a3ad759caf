package config

import (
	"net/url"
	"slices"
	"strings"
)

// The readings of GraphQL over HTTP.
const (
	ProfileCurrent = "current"
	ProfileAudits  = "audits"
)

// AnyOrigin in place of a list lets every page in.
const AnyOrigin = "*"

const wantOrigins = "origins such as https://app.example.vn with commas between them, or * alone"

func origins(key string, at func(*Config) *[]string, help string) setting {
	return setting{key: key, help: help, want: wantOrigins,
		set: func(c *Config, s string) bool {
			*at(c) = nil
			if s == "" {
				return true
			}
			list := strings.Split(s, ",")
			for n := range list {
				list[n] = strings.TrimSpace(list[n])
			}
			*at(c) = list
			return slices.Equal(list, []string{AnyOrigin}) || !slices.ContainsFunc(list, func(s string) bool { return !validOrigin(s) })
		},
		show: func(c Config) string { return strings.Join(*at(&c), ",") }}
}

// validOrigin takes an origin as browsers write it. One with a path or in capital
// letters would never match.
func validOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		!strings.ContainsAny(u.Host, "*") && s == u.Scheme+"://"+u.Host && s == strings.ToLower(s)
}
