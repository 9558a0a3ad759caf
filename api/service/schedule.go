package service

import (
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/task"
)

// Schedule is when a task is to be done, as printed and as read.
type Schedule struct {
	Text    *string
	Kind    *task.ScheduleKind
	From    *int
	To      *int
	Quarter *int
}

// ScheduleOf returns the schedule of a task.
func ScheduleOf(t *db.Task) *Schedule {
	return &Schedule{Text: t.ScheduleText, Kind: t.ScheduleKind, From: t.YearFrom, To: t.YearTo, Quarter: t.Quarter}
}
