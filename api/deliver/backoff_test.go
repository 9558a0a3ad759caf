package deliver_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

func TestBackoffGrowsFromSecondsToHours(t *testing.T) {
	for attempt, ceiling := range map[int]time.Duration{
		-1: 10 * time.Second, 0: 10 * time.Second, 1: 10 * time.Second, 2: 20 * time.Second, 5: 160 * time.Second,
		12: 20480 * time.Second, 13: 6 * time.Hour, 14: 6 * time.Hour, 1 << 40: 6 * time.Hour,
	} {
		const seeds = 2000
		span := ceiling - 5*time.Second
		var quarters [4]int
		for seed := range uint64(seeds) {
			d := deliver.Backoff(attempt, seed)
			if !assert.True(t, d >= 5*time.Second && d <= ceiling, "attempt %d: %s", attempt, d) {
				return
			}
			quarters[min(3, 4*(d-5*time.Second)/span)]++
		}
		for _, n := range quarters {
			assert.InDelta(t, seeds/4, n, seeds/20, "attempt %d: the whole span is used evenly", attempt)
		}
	}
}

func TestBackoffIsTheSameForTheSameDelivery(t *testing.T) {
	assert.Equal(t, deliver.Backoff(7, 42), deliver.Backoff(7, 42))
	assert.NotEqual(t, deliver.Backoff(7, 42), deliver.Backoff(7, 43))
	assert.NotEqual(t, deliver.Backoff(13, 42), deliver.Backoff(14, 42), "each attempt draws anew")
}
