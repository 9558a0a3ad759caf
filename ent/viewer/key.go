package viewer

import (
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
	for n, flag := range []bool{v.ReadAll, v.Write, v.Paged, v.Recorded, v.Below != nil, v.Scopes != nil} {
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
	for _, at := range slices.SortedFunc(maps.Keys(v.Below), compare) {
		b.Write(at[:])
		keys(v.Below[at])
	}
	b.WriteByte('|')
	keys(v.Measures)
	for _, s := range v.Scopes {
		b.WriteString(string(s))
		b.WriteByte(',')
	}
	return b.String()
}

func compare(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }
