package bundle

import "fmt"

// checkTasks checks the references and the schedule of every task.
func (c *checker) checkTasks() {
	for i := range c.Tasks {
		task := &c.Tasks[i]
		known := c.referPlan(task.Plan, task.Pos, "plan")
		c.referDocument(task.LegalDocument, task.Pos, "legalDocument")
		first := map[key]Pos{}
		for _, ref := range task.Indicators {
			if ref.Plan == task.Plan && !known {
				continue
			}
			c.referIndicator(ref)
			if at, again := first[ref.key()]; again {
				c.fault(ref.Pos, "code", ref.Code, "an indicator that is named once (the first is at %s)", at)
			} else {
				first[ref.key()] = ref.Pos.Field("code")
			}
		}
		c.checkAssignments(task.Assignments)
		if task.Schedule != nil {
			c.checkSchedule(task.Plan, task.Schedule)
		}
	}
}

// checkSchedule checks that the years and the quarter fit the kind.
func (c *checker) checkSchedule(plan string, s *Schedule) {
	c.checkYear(plan, s.From, false, s.Pos, "from")
	c.checkYear(plan, s.To, false, s.Pos, "to")
	switch s.Kind {
	case ScheduleRange, ScheduleYear, ScheduleQuarter:
		if s.From == 0 {
			c.fault(s.Pos, "from", "", "the first year of a %s", s.Kind)
		}
		if s.To == 0 {
			c.fault(s.Pos, "to", "", "the last year of a %s", s.Kind)
		}
	default:
		if s.From != 0 || s.To != 0 {
			c.fault(s.Pos, "kind", string(s.Kind), "RANGE, YEAR or QUARTER for a schedule with years")
		}
	}
	if s.From == 0 || s.To == 0 {
		return
	}
	switch {
	case s.To < s.From:
		c.fault(s.Pos, "to", fmt.Sprint(s.To), "a year not before from (%d)", s.From)
	case s.Kind != ScheduleRange && s.To != s.From:
		c.fault(s.Pos, "to", fmt.Sprint(s.To), "%d, the same year as from", s.From)
	}
	switch {
	case s.Kind == ScheduleQuarter && (s.Quarter < 1 || s.Quarter > 4):
		c.fault(s.Pos, "quarter", textOfWhole(s.Quarter), "a quarter from 1 to 4")
	case s.Kind != ScheduleQuarter && s.Quarter != 0:
		c.fault(s.Pos, "quarter", fmt.Sprint(s.Quarter), "null for a %s", s.Kind)
	}
}
