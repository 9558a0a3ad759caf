package config

import (
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The kinds of setting. Each builder takes the key, where the value goes, what
// is accepted and the help; what a fault says was expected follows from them.

func text(key string, at func(*Config) *string, valid func(string) bool, want, help string) setting {
	return setting{key: key, help: help, want: want,
		set:  func(c *Config, s string) bool { *at(c) = s; return valid(s) },
		show: func(c Config) string { return *at(&c) }}
}

// address is a text that somebody may have put a secret into.
func address(key string, at func(*Config) *string, valid func(string) bool, want, help string) setting {
	s := text(key, at, valid, want, help)
	s.refused = shownURL
	return s
}

func filePath(key string, at func(*Config) *string, help string) setting {
	return text(key, at, validPath, "a file's path", help)
}

func claim(key string, at func(*Config) *string, help string) setting {
	return text(key, at, validClaim, wantClaim, help)
}

func databaseURL(key, help string) setting {
	return setting{key: key, help: help, want: wantDatabaseURL,
		refused: func(s string) string { return DatabaseURL(s).String() },
		set:     func(c *Config, s string) bool { c.DatabaseURL = DatabaseURL(s); return validDatabaseURL(s) },
		show:    func(c Config) string { return c.DatabaseURL.String() }}
}

func choice(key string, at func(*Config) *string, help string, of ...string) setting {
	return text(key, at, func(s string) bool { return slices.Contains(of, s) }, "one of "+strings.Join(of, ", "), help)
}

func level(key string, at func(*Config) *slog.Level, help string) setting {
	names := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	return setting{key: key, help: help, want: "one of debug, info, warn, error",
		set: func(c *Config, s string) bool {
			l, ok := names[strings.ToLower(s)]
			*at(c) = l
			return ok
		},
		show: func(c Config) string { return strings.ToLower(at(&c).String()) }}
}

func boolean(key string, at func(*Config) *bool, help string) setting {
	return setting{key: key, help: help, want: "true or false",
		set: func(c *Config, s string) bool {
			*at(c) = s == "true"
			return s == "true" || s == "false"
		},
		show: func(c Config) string { return strconv.FormatBool(*at(&c)) }}
}

func number(key string, at func(*Config) *int, least, most int, help string) setting {
	return setting{key: key, help: help, want: fmt.Sprintf("a whole number from %d to %d", least, most),
		set: func(c *Config, s string) bool {
			n, err := strconv.Atoi(s)
			*at(c) = n
			return err == nil && n >= least && n <= most
		},
		show: func(c Config) string { return strconv.Itoa(*at(&c)) }}
}

func bytes(key string, at func(*Config) *int64, least, most int64, help string) setting {
	want := fmt.Sprintf("a number of bytes from %d to %d, or with a unit as in 512KiB or 1MiB", least, most)
	return setting{key: key, help: help, want: want,
		set: func(c *Config, s string) bool {
			n, ok := parseBytes(s)
			*at(c) = n
			return ok && n >= least && n <= most
		},
		show: func(c Config) string { return strconv.FormatInt(*at(&c), 10) }}
}

func duration(key string, at func(*Config) *time.Duration, least, most time.Duration, help string) setting {
	return setting{key: key, help: help, want: fmt.Sprintf("a duration with its unit, such as 500ms, 30s or 5m, from %v to %v", least, most),
		set: func(c *Config, s string) bool {
			d, err := time.ParseDuration(s)
			*at(c) = d
			return err == nil && d >= least && d <= most
		},
		show: func(c Config) string { return at(&c).String() }}
}

func parseBytes(s string) (int64, bool) {
	unit := int64(1)
	for suffix, size := range map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30} {
		if number, ok := strings.CutSuffix(s, suffix); ok {
			s, unit = strings.TrimSpace(number), size
		}
	}
	n, err := strconv.ParseInt(s, 10, 32)
	return n * unit, err == nil
}

func validAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(port)
	return err == nil && n >= 0 && n <= 65535
}

func validOptionalAddress(s string) bool { return s == "" || validAddress(s) }

func validPath(s string) bool { return !strings.ContainsAny(s, "\x00\n") }
