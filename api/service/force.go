package service

import (
	"time"

	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencymembership"
	"github.com/tiendo-vn/tiendo/ent/db/assignment"
	"github.com/tiendo-vn/tiendo/ent/db/predicate"
)

// A day says what of the catalogue counts: what is in force on it, both its
// ends included; nil for what has not ended.
type day *time.Time

// on returns the day of a date, as both databases compare it.
func on(date time.Time) day {
	date = date.UTC().Truncate(24 * time.Hour)
	return &date
}

// assigned is the condition that an assignment counts.
func assigned(d day) predicate.Assignment {
	if d == nil {
		return assignment.ValidToIsNil()
	}
	return assignment.And(
		assignment.Or(assignment.ValidFromIsNil(), assignment.ValidFromLTE(*d)),
		assignment.Or(assignment.ValidToIsNil(), assignment.ValidToGTE(*d)))
}

// belonging is the condition that a membership counts.
func belonging(d day) predicate.AgencyMembership {
	if d == nil {
		return agencymembership.ValidToIsNil()
	}
	return agencymembership.And(
		agencymembership.Or(agencymembership.ValidFromIsNil(), agencymembership.ValidFromLTE(*d)),
		agencymembership.Or(agencymembership.ValidToIsNil(), agencymembership.ValidToGTE(*d)))
}

// reporting is the condition that an agency reports itself: it is no group,
// and exists on the day.
func reporting(d day) predicate.Agency {
	return agency.And(agency.KindNEQ(agency.KindGROUP),
		agency.Or(agency.ActiveFromIsNil(), agency.ActiveFromLTE(*d)),
		agency.Or(agency.ActiveToIsNil(), agency.ActiveToGTE(*d)))
}

// holds says whether a span of days, open where an end is nil, holds a day.
func holds(from, to *time.Time, d day) bool {
	return (from == nil || !from.After(*d)) && (to == nil || !to.Before(*d))
}
