package source_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/ent/source"
)

// Reproduce is for the whole process, so it all is one test.
func TestWhatIsReproducedIsTheSameAgain(t *testing.T) {
	random := source.Key()
	assert.NotEqual(t, random, source.Key(), "keys are random until a program asks for others")
	assert.WithinDuration(t, time.Now(), source.Now(), time.Hour)

	at := time.Date(2024, 11, 20, 2, 0, 0, 0, time.UTC)
	r := source.Reproduce("seed", at)
	assert.Panics(t, func() { source.Reproduce("seed", at) })
	assert.Equal(t, at, source.Now())
	assert.Equal(t, at, source.Now(), "the clock stands while nothing is written")

	mark := r.Mark()
	first := []uuid.UUID{source.Key(), source.Key()}
	assert.Equal(t, "0193474c-4101-72e4-b9ae-cea933bf841f", first[0].String(), "on every machine")
	assert.Less(t, first[0].String(), first[1].String(), "ordered by creation")
	assert.Equal(t, at.Add(2*time.Millisecond), source.Now(), "what is written later is later")
	for _, key := range first {
		assert.Equal(t, uuid.Version(7), key.Version())
		assert.Equal(t, uuid.RFC4122, key.Variant())
	}
	r.Return(mark)
	assert.Equal(t, first, []uuid.UUID{source.Key(), source.Key()})
	r.Set(at.Add(time.Hour))
	assert.Equal(t, at.Add(time.Hour), r.Now())
	assert.NotContains(t, first, source.Key(), "another time gives no key twice")
}
