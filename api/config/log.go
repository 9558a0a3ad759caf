package config

import (
	"io"
	"log/slog"
	"strings"
)

// Logger is a logger that follows the settings.
func (l Log) Logger(w io.Writer) *slog.Logger {
	opts := &slog.HandlerOptions{Level: l.Level}
	if l.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// LogValue lists the settings in force, by key and without secrets, so that one
// line at start-up says what the server runs with.
func (c Config) LogValue() slog.Value {
	attrs := make([]slog.Attr, len(settings))
	for i, s := range settings {
		attrs[i] = slog.String(s.key, s.show(c))
	}
	return slog.GroupValue(attrs...)
}

// String is the settings in force, one "key=value" a line, without secrets.
func (c Config) String() string {
	var b strings.Builder
	for _, s := range settings {
		b.WriteString(s.key + "=" + s.show(c) + "\n")
	}
	return b.String()
}
