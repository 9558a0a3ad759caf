package server

import (
	"net/http"
	"sync/atomic"
)

// rooms are the places for what stays open: websockets and event streams. Each
// holds goroutines and memory for as long as its client likes.
type rooms struct {
	most  int64
	taken atomic.Int64
}

// enter takes a place, which leave gives back; it fails where there is none.
func (r *rooms) enter() (leave func(), ok bool) {
	if r.taken.Add(1) > r.most {
		r.taken.Add(-1)
		return nil, false
	}
	return func() { r.taken.Add(-1) }, true
}

// full is the answer to a stream for which there is no place.
func (r *rooms) full() *refusal {
	refused := refuse(http.StatusTooManyRequests, CodeTooManyStreams, "%d streams are open, which is the limit", r.most)
	refused.header = [2]string{"Retry-After", "5"}
	return refused
}
