package database

import (
	"crypto/sha256"
	"encoding/binary"
)

// Two locks keep operators and passes apart, both of the admin's database: one per
// database of an Instance, held while something is written there, and inside it one
// for the capacity, held while a place is taken.

func lockOf(database string) int64 { return lockKey("database " + database) }

var capacityLock = lockKey("capacity")

func lockKey(text string) int64 {
	sum := sha256.Sum256([]byte("tiendo.vn " + text))
	return int64(binary.BigEndian.Uint64(sum[:]))
}
