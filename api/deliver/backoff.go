package deliver

import (
	"math/rand/v2"
	"time"
)

// The bounds of the time between two tries.
const (
	backoffLeast = 5 * time.Second
	backoffMost  = 6 * time.Hour
)

// Backoff is how long to wait after so many failed attempts, counted from 1:
// anything between 5 s and a ceiling that doubles with each attempt, from 10 s
// up to 6 h. The whole span is random (full jitter), so that what failed together
// does not come back together; the same attempt and seed always give the same
// time. Take the seed from the delivery's id. A receiver that asked for more time
// (Error.After) gets it: use the longer of the two.
func Backoff(attempt int, seed uint64) time.Duration {
	ceiling := backoffLeast
	for range max(attempt, 1) {
		ceiling = min(2*ceiling, backoffMost)
		if ceiling == backoffMost {
			break
		}
	}
	random := rand.New(rand.NewPCG(seed, uint64(attempt)))
	return backoffLeast + time.Duration(random.Int64N(int64(ceiling-backoffLeast)+1))
}
