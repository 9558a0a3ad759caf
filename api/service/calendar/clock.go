package calendar

import (
	"time"
	_ "time/tzdata" // the reporting calendar is Vietnamese wherever the server runs
)

// Zone is the zone of the reporting calendar.
var Zone = func() *time.Location {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		panic(err) // the zone is compiled in
	}
	return zone
}()

// OnTime says whether t is on time for what is due at a last moment. Last
// moments are kept to the millisecond: "before 3 April" is until 23:59:59.999
// on the 2nd, and nothing of that last millisecond is late.
func OnTime(t, due time.Time) bool { return !t.Truncate(time.Millisecond).After(due) }
