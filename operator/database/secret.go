package database

import (
	"fmt"
	"log/slog"
)

// Secret is text that shows itself to nobody who prints or logs it.
// string(secret) reveals it.
type Secret string

const hidden = "[hidden]"

// Format keeps every verb of fmt from showing the secret.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// LogValue keeps slog from showing it.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText keeps JSON and its like from showing it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
