package source

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"

	"github.com/google/uuid"
)

// step is how far the clock moves with every key: what was written later is
// later, also for clients that know milliseconds only.
const step = time.Millisecond

// Reproduced is a clock that stands still while nothing is written, and the keys
// that move it on.
type Reproduced struct {
	seed string

	mu    sync.Mutex
	at    time.Time
	given uint64
}

// Now is the time on the clock.
func (r *Reproduced) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

// Set puts the clock to a time.
func (r *Reproduced) Set(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = at.UTC().Truncate(time.Microsecond)
}

// A Mark is where a Reproduced was.
type Mark struct {
	at    time.Time
	given uint64
}

// Mark says where it is.
func (r *Reproduced) Mark() Mark {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Mark{r.at, r.given}
}

// Return goes back to a mark: what was given since comes again. It is for who
// forgets all that was written since.
func (r *Reproduced) Return(to Mark) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at, r.given = to.at, to.given
}

// key returns the next key: a UUIDv7 of the clock's time, whose random bits are
// a hash of how many were given before.
func (r *Reproduced) key() uuid.UUID {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = r.at.Add(step)
	r.given++
	hash := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(r.seed), r.given))
	var stamp [8]byte
	binary.BigEndian.PutUint64(stamp[:], uint64(r.at.UnixMilli()))
	var id uuid.UUID
	copy(id[:6], stamp[2:])
	copy(id[6:], hash[:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id
}
