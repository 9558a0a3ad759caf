package server

import (
	"strconv"
	"time"

	"github.com/tiendo-vn/tiendo/api/server/budget"
)

// told is extensions.cost of an answer.
type told struct {
	requested int
	state     budget.State
}

// MarshalJSON writes it by hand: it is in every answer.
func (t told) MarshalJSON() ([]byte, error) {
	text := make([]byte, 0, 112)
	text = append(text, `{"requested":`...)
	text = strconv.AppendInt(text, int64(t.requested), 10)
	text = append(text, `,"limit":`...)
	text = strconv.AppendInt(text, int64(t.state.Limit), 10)
	text = append(text, `,"remaining":`...)
	text = strconv.AppendInt(text, int64(t.state.Remaining), 10)
	text = append(text, `,"resetsAt":"`...)
	text = t.state.Whole.UTC().Truncate(time.Millisecond).AppendFormat(text, time.RFC3339Nano)
	return append(text, `"}`...), nil
}
