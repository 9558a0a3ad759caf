package viewer

import (
	"fmt"
	"io"
	"slices"
	"strconv"
)

// MarshalGQL writes a role as the graph's enum.
func (r Role) MarshalGQL(w io.Writer) { io.WriteString(w, strconv.Quote(string(r))) }

// UnmarshalGQL reads a role of the graph's enum.
func (r *Role) UnmarshalGQL(v any) error {
	text, ok := v.(string)
	if !ok || !slices.Contains(Role("").Values(), text) {
		return fmt.Errorf("%v is not a role", v)
	}
	*r = Role(text)
	return nil
}
