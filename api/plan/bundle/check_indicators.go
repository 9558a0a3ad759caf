package bundle

import "fmt"

// checkIndicators checks the tree, the references and the targets of every
// indicator.
func (c *checker) checkIndicators() {
	codes := map[string][]string{}
	for i := range c.Indicators {
		indicator := &c.Indicators[i]
		codes[indicator.Plan] = append(codes[indicator.Plan], indicator.Code)
		c.checkIndicator(indicator)
		c.checkTargets(indicator)
	}
	for _, plan := range c.Plans {
		parent := func(code string) []string { return c.parentOfIndicator(plan.Code, code) }
		for _, circle := range cycles(codes[plan.Code], parent) {
			indicator := c.indicators[key{plan.Code, circle[0]}]
			c.fault(indicator.Pos, "parent", indicator.Parent, "a tree without a circle (%s)", arrow(circle))
		}
	}
}

func (c *checker) parentOfIndicator(plan, code string) []string {
	indicator, ok := c.indicators[key{plan, code}]
	if !ok || c.indicators[key{plan, indicator.Parent}] == nil {
		return nil
	}
	return []string{indicator.Parent}
}

func (c *checker) checkIndicator(indicator *Indicator) {
	pos := indicator.Pos
	if c.referPlan(indicator.Plan, pos, "plan") {
		refer(c, c.indicators, key{indicator.Plan, indicator.Parent}, pos, "parent", indicator.Parent,
			"the code of an indicator of plan %s", indicator.Plan)
	}
	for i, number := range indicator.LegalBases {
		c.referDocument(number, pos, fmt.Sprintf("legalBases[%d]", i))
	}
	for _, ref := range indicator.SameAs {
		if c.referIndicator(ref) && ref.key() == (key{indicator.Plan, indicator.Code}) {
			c.fault(ref.Pos, "code", ref.Code, "another indicator than this one")
		}
	}
	c.checkMeasure(indicator)
	c.checkAssignments(indicator.Assignments)
}

// checkMeasure checks that a row is a heading or a measure, not half of each.
func (c *checker) checkMeasure(indicator *Indicator) {
	pos := indicator.Pos
	switch indicator.Kind {
	case IndicatorKindGroup:
		if indicator.Unit != "" {
			c.fault(pos, "unit", string(indicator.Unit), "null for a GROUP")
		}
		if indicator.Direction != "" {
			c.fault(pos, "direction", string(indicator.Direction), "null for a GROUP")
		}
		if len(indicator.Targets) > 0 {
			c.fault(pos, "targets", "", "no targets for a GROUP")
		}
	case IndicatorKindIndicator:
		switch {
		case indicator.Unit == "":
			c.fault(pos, "unit", "", "a unit: one of PERCENT, RANK, MILESTONE")
		case indicator.Unit == UnitMilestone && indicator.Direction != "":
			c.fault(pos, "direction", string(indicator.Direction), "null for a MILESTONE")
		case indicator.Unit != UnitMilestone && indicator.Direction == "":
			c.fault(pos, "direction", "", "a direction: one of UP, DOWN")
		}
	}
}

// checkAssignments checks the agencies of one indicator or task, and that none
// has a role twice.
func (c *checker) checkAssignments(assignments []Assignment) {
	first := map[string]Pos{}
	for _, assignment := range assignments {
		if len(assignment.Agencies) == 0 && assignment.Text == "" {
			c.fault(assignment.Pos, "agencies", "", "agencies, or the printed text")
		}
		named := map[string]bool{}
		for i, code := range assignment.Agencies {
			field := fmt.Sprintf("agencies[%d]", i)
			c.referAgency(code, assignment.Pos, field)
			named[code] = true
			role := string(assignment.Role) + " " + code
			if at, again := first[role]; again {
				c.fault(assignment.Pos, field, code, "an agency that has the role %s once (the first is at %s)", assignment.Role, at)
			} else {
				first[role] = assignment.Pos.Field(field)
			}
		}
		for code := range assignment.Scopes {
			if !named[code] {
				c.fault(assignment.Pos, "scopes."+code, code, "the code of an agency of this assignment")
			}
		}
	}
}
