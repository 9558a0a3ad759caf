package server

import "time"

// Hurry lets a test wait less than a client would: for connection_init, between
// signs of life, for a write, and for an unused websocket. Zero keeps the usual.
// It bids farewell in a tenth of a second.
func Hurry(hello, ping, write, idle time.Duration) func(*Options) {
	return func(o *Options) {
		o.pace = defaultPace(o.Config.HTTP.IdleTimeout)
		o.pace.farewell = 100 * time.Millisecond
		set := func(into *time.Duration, d time.Duration) {
			if d > 0 {
				*into = d
			}
		}
		set(&o.pace.hello, hello)
		set(&o.pace.ping, ping)
		set(&o.pace.write, write)
		set(&o.pace.idle, idle)
	}
}
