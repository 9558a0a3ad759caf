package database

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// everybody is how the wall knows programs of the instance and inspectors:
// nothing is kept from them.
const everybody = "*"

// viewerSetting is the setting of a session that says for whom it works. The
// policies read it; where it is not set, there is nothing to see.
const viewerSetting = "tiendo.viewer"

// most is how many agencies the wall knows by name that roles reach: it looks them
// through for each row. Where they reach more, and do not miss few, it looks the
// row's agency up.
const most = 32

// identify writes the viewer of a context as the wall reads it: the agencies that
// its roles reach, or those they do not, or where its roles are if both are many, the
// indicators it measures, and who it is.
func identify(ctx context.Context) string {
	v, known := viewer.FromContext(ctx)
	switch {
	case !known:
		return ""
	case v.ReadAll:
		return everybody
	}
	var b strings.Builder
	agencies, known := v.Reached()
	beyond, few := v.Unreached()
	switch {
	case known && len(agencies) <= most:
		b.WriteByte('v')
	case few:
		b.WriteByte('b')
		from, to := uuid.Max, uuid.Max // all keys are before these
		if len(beyond) > 0 {
			from, to = slices.MinFunc(beyond, viewer.Compare), slices.MaxFunc(beyond, viewer.Compare)
		}
		b.WriteString(from.String() + to.String())
		writeKeys(&b, '!', beyond)
		agencies = nil
	default:
		b.WriteByte('w')
		agencies = v.At()
	}
	writeKeys(&b, '@', agencies)
	writeKeys(&b, '#', v.Measures)
	if v.SignedIn() {
		writeKeys(&b, '$', []uuid.UUID{v.Person})
	}
	return b.String()
}

func writeKeys(b *strings.Builder, mark byte, keys []uuid.UUID) {
	for _, id := range keys {
		b.WriteByte(mark)
		b.WriteString(id.String())
	}
}

// as lets the session work for the viewer of a context. It remembers for whom it
// works: only another one costs a trip.
func (s *session) as(ctx context.Context) error {
	if !s.walled {
		return nil
	}
	who, _ := viewer.KeyOf(ctx)
	if who == s.viewer {
		return nil
	}
	if _, err := s.postgresConn.ExecContext(ctx, "SET "+viewerSetting+" = "+pq.QuoteLiteral(identify(ctx)), nil); err != nil {
		return err
	}
	s.viewer = who
	return nil
}
