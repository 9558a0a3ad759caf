package deliver

import (
	"fmt"
	"io"
)

// hidden stands for what must not be shown.
const hidden = "xxxxx"

// Secret is a password or a signing secret. Every way of printing it (fmt, slog,
// JSON) hides it; convert it with string() to use it.
type Secret string

// Format hides the secret from every verb, the wrong ones included: fmt prints
// the bare value of a string under %d.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText hides the secret from encoders and slog.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
