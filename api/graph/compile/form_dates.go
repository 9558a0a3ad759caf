package compile

import (
	"context"

	"github.com/tiendo-vn/tiendo/ent/relation"
)

// Times of windows where they are kept, and what must come by them.
func init() {
	register(lasting(map[string]form{
		"ReportingWindow.opensAtLocal":    local("opens_at"),
		"ReportingWindow.dueAtLocal":      local("due_at"),
		"ReportingWindow.graceUntilLocal": local("grace_until"),
		"ReportingWindow.locksAtLocal":    local("locks_at"),

		"ReportingWindow.requiredNarratives": requiredNarratives,
	}))
}

// local is a time in the zone of the calendar, which has kept one distance from
// UTC since 1975.
func local(column string) form {
	return func(a *asked, _ context.Context, t *text) error {
		t.orNull(`rtrim(to_json(` + a.of.column(column) + ` AT TIME ZONE 'Asia/Ho_Chi_Minh')::text, '"') || '+07:00"'`)
		return nil
	}
}

// requiredNarratives is an empty list where none is kept.
func requiredNarratives(a *asked, _ context.Context, t *text) error {
	kinds, _ := scalar(relation.Texts, a.of.column("required_narratives"))
	t.expression("coalesce(", kinds, ", '[]')")
	return nil
}
