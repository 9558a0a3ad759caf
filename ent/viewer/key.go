package viewer

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Key is a text that two viewers share only if the access rules let both read
// the same: who they are, what their roles reach, and what a token is limited
// to. It is bytes, to compare and not to show.
func (v Viewer) Key() string {
	var b strings.Builder
	keys := func(ids []uuid.UUID) {
		for _, id := range ids {
			b.Write(id[:])
		}
		b.WriteByte('|')
	}
	flags := byte(0)
	for n, flag := range []bool{v.ReadAll, v.Write, v.Paged, v.Recorded, v.Below != nil, v.Scopes != nil, v.Beyond != nil} {
		if flag {
			flags |= 1 << n
		}
	}
	b.WriteByte(flags)
	b.Write(v.Person[:])
	for _, g := range v.Grants {
		b.WriteString(string(g.Role))
		b.Write(g.Agency[:])
		if g.LentBy != nil {
			b.Write(g.LentBy.ID[:])
		}
		b.WriteByte(',')
	}
	b.WriteByte('|')
	for _, named := range []map[uuid.UUID][]uuid.UUID{v.Below, v.Beyond} {
		for _, at := range slices.SortedFunc(maps.Keys(named), Compare) {
			b.Write(at[:])
			keys(named[at])
		}
		b.WriteByte('|')
	}
	keys(v.Measures)
	for _, s := range v.Scopes {
		b.WriteString(string(s))
		b.WriteByte(',')
	}
	return b.String()
}

// KeyOf returns the key of the viewer of a context, made once a request; ok is false
// where there is none.
func KeyOf(ctx context.Context) (text string, ok bool) {
	v, ok := FromContext(ctx)
	if !ok {
		return "", false
	}
	type whole struct{}
	text, _ = Remember(v, whole{}, func() (string, error) { return v.Key(), nil })
	return text, true
}

// Compare orders keys as databases do.
func Compare(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }
