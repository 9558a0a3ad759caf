package plan

import (
	"time"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

// dateOf is a day of a bundle as ent takes it.
func dateOf(d *bundle.Date) *time.Time {
	if d == nil {
		return nil
	}
	t := day(d.Time)
	return &t
}

// dateText is a day for keys; empty for none.
func dateText(d *bundle.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}
