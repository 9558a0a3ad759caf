package live

import "time"

// Hurry makes a source wait less than it would.
func Hurry(from *Source, ping, silence time.Duration) {
	from.pace = pace{ping: ping, silence: silence, first: time.Millisecond, most: 10 * time.Millisecond}
}

// Channel is the name that changes go by.
const Channel = channel
