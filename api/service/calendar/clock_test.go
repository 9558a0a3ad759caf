package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestBefore3AprilIsUntilMidnightOfThe2nd(t *testing.T) {
	due := at("2023-04-02T23:59:59.999+07:00")
	for text, want := range map[string]bool{
		"2023-04-02T23:59:59+07:00":           true,
		"2023-04-02T23:59:59.999+07:00":       true,
		"2023-04-02T23:59:59.999999999+07:00": true,
		"2023-04-03T00:00:00+07:00":           false,
		"2023-04-03T00:00:00.000001+07:00":    false,
		"2023-04-02T16:59:59Z":                true, // the same moments, in other zones
		"2023-04-02T17:00:00Z":                false,
		"2023-04-02T23:59:59Z":                false,
		"2022-12-31T00:00:00+07:00":           true,
	} {
		assert.Equal(t, want, calendar.OnTime(at(text), due), text)
	}
}
