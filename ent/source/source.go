// Package source is where the keys of new rows come from, and the times that
// nobody gave.
//
// A program whose rows have to be the same at every start, such as a mock
// server, calls Reproduce once, before it writes anything. Everywhere else keys
// are random and the time is the machine's.
package source

import (
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// reproduced is nil unless the program asked for it.
var reproduced atomic.Pointer[Reproduced]

// Key returns the key of a new row: a UUIDv7, ordered by creation.
func Key() uuid.UUID {
	if r := reproduced.Load(); r != nil {
		return r.key()
	}
	return uuid.Must(uuid.NewV7())
}

// Now is the time in UTC, in the microseconds both databases keep.
func Now() time.Time {
	if r := reproduced.Load(); r != nil {
		return r.Now()
	}
	return time.Now().UTC().Truncate(time.Microsecond)
}

// Reproduce makes the keys and times of this process the same as those of every
// other that asks for the same: it is for the whole process and for good, so a
// second call panics.
func Reproduce(seed string, at time.Time) *Reproduced {
	r := &Reproduced{seed: seed, at: at.UTC().Truncate(time.Microsecond)}
	if !reproduced.CompareAndSwap(nil, r) {
		panic("source: Reproduce was called before: its keys would come twice")
	}
	return r
}
