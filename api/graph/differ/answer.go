package differ

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// An Answer is what a server said: its status and the parts of its text.
type Answer struct {
	Status int
	Data   json.RawMessage
	Errors []string // one by one, in an order of their own
	// Compiled says whether one statement answered, and Because which field did
	// not let it.
	Compiled bool
	Because  string
}

// Read reads the text of an answer. What depends on how an operation was
// executed, and is meant to, is kept apart.
func Read(status int, body []byte) (Answer, error) {
	a := Answer{Status: status}
	var parts struct {
		Data       json.RawMessage
		Errors     []json.RawMessage
		Extensions struct {
			Execution struct {
				Compiled bool
				Because  string
			}
		}
	}
	if err := json.Unmarshal(body, &parts); err != nil {
		return a, fmt.Errorf("%w in %s", err, body)
	}
	a.Data, a.Compiled, a.Because = parts.Data, parts.Extensions.Execution.Compiled, parts.Extensions.Execution.Because
	for _, e := range parts.Errors {
		a.Errors = append(a.Errors, string(e))
	}
	// Fields fail at the same time: which error comes first is chance.
	slices.Sort(a.Errors)
	return a, nil
}

// Difference says where two answers differ first, with what stands around it;
// empty where they do not.
func Difference(a, b Answer) string {
	if a.Status != b.Status {
		return fmt.Sprintf("status %d, and %d", a.Status, b.Status)
	}
	if !bytes.Equal(a.Data, b.Data) {
		at := 0
		for at < len(a.Data) && at < len(b.Data) && a.Data[at] == b.Data[at] {
			at++
		}
		return fmt.Sprintf("data at byte %d:\n  %s\n  %s", at, around(a.Data, at), around(b.Data, at))
	}
	if !slices.Equal(a.Errors, b.Errors) {
		return fmt.Sprintf("errors:\n  %s\n  %s", a.Errors, b.Errors)
	}
	return ""
}

// around is the text around a place.
func around(text []byte, at int) string {
	return string(text[max(0, at-160):min(len(text), at+160)])
}
