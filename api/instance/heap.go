package instance

import "sync"

// reserve is memory that nobody touches, and that therefore takes none. The
// collector counts it: it waits until that much more has been thrown away, rather
// than collect a heap of a few megabytes a hundred times a second. A share of the
// heap, as GOGC is, would let a large answer take several times its size.
var (
	reserve     []byte
	reserveOnce sync.Once
)

const reserved = 32 << 20

func reserveHeap() { reserveOnce.Do(func() { reserve = make([]byte, reserved) }) }
