package bundle

import (
	"fmt"
	"regexp"
	"slices"
)

var agencyCode = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkAgencies checks codes, parents and days of existence, and that the tree
// has no circle.
func (c *checker) checkAgencies() {
	var codes []string
	for _, agency := range c.Agencies {
		codes = append(codes, agency.Code)
		if agency.Code != "" && !agencyCode.MatchString(agency.Code) {
			c.fault(agency.Pos, "code", agency.Code, `a slug of a-z, 0-9 and "-", such as bo-ca`)
		}
		c.referAgency(agency.Parent, agency.Pos, "parent")
		c.checkDays(agency.Pos, "activeFrom", agency.ActiveFrom, "activeTo", agency.ActiveTo)
	}
	for _, circle := range cycles(codes, c.parentOfAgency) {
		agency := c.agencies[circle[0]]
		c.fault(agency.Pos, "parent", agency.Parent, "a tree without a circle (%s)", arrow(circle))
	}
}

func (c *checker) parentOfAgency(code string) []string {
	if agency, ok := c.agencies[code]; ok && c.agencies[agency.Parent] != nil {
		return []string{agency.Parent}
	}
	return nil
}

// checkDays checks that a span of days does not end before it starts.
func (c *checker) checkDays(record Pos, fromName string, from *Date, toName string, to *Date) {
	if from != nil && to != nil && to.Before(from.Time) {
		c.fault(record, toName, to.String(), "a day not before %s (%s)", fromName, from)
	}
}

// checkMemberships checks that groups are groups, that members are not, and
// that no group contains itself.
func (c *checker) checkMemberships() {
	first := map[string]Pos{}
	var groups []string
	for _, m := range c.Memberships {
		groups = append(groups, m.Group)
		c.checkGroup(m.Group, m.Pos, "group")
		c.checkDays(m.Pos, "from", m.From, "to", m.To)
		if len(m.Members) == 0 && !m.Pos.Has("members") && m.Select == nil {
			c.fault(m.Pos, "members", "", `members, a select rule, or "members: []" for a group whose members cannot be named`)
		}
		if at, again := first[groupSince(m)]; again {
			c.fault(m.Pos, "group", m.Group, "a group that is given once for one start day (the first is at %s)", at)
		} else {
			first[groupSince(m)] = m.Pos.Field("group")
		}
		c.checkMembers(m)
	}
	for _, circle := range cycles(groups, c.groupsInside) {
		m := c.Memberships[slices.IndexFunc(c.Memberships, func(m Membership) bool { return m.Group == circle[0] })]
		at := m.Pos
		if m.Select != nil {
			at = m.Select.Pos
		}
		c.fault(at, "groups", circle[1], "groups without a circle (%s)", arrow(circle))
	}
}

func groupSince(m Membership) string {
	if m.From == nil {
		return m.Group
	}
	return m.Group + " " + m.From.String()
}

// checkMembers checks the named members and the rule of one membership.
func (c *checker) checkMembers(m Membership) {
	seen := map[string]int{}
	for i, code := range m.Members {
		field := fmt.Sprintf("members[%d]", i)
		if c.referAgency(code, m.Pos, field) && c.agencies[code].Kind == AgencyKindGroup {
			c.fault(m.Pos, field, code, "an agency that is not a group (name groups under select.groups)")
		}
		if at, again := seen[code]; again {
			c.fault(m.Pos, field, code, "an agency that is named once (the first is members[%d])", at)
		} else {
			seen[code] = i
		}
	}
	if m.Select == nil {
		return
	}
	rule := m.Select
	for i, kind := range rule.Kinds {
		if kind == AgencyKindGroup {
			c.fault(rule.Pos, fmt.Sprintf("kinds[%d]", i), string(kind), "a kind other than GROUP (name groups under select.groups)")
		}
	}
	c.referAgency(rule.Parent, rule.Pos, "parent")
	for i, group := range rule.Groups {
		c.checkGroup(group, rule.Pos, fmt.Sprintf("groups[%d]", i))
	}
}

func (c *checker) checkGroup(code string, record Pos, field string) {
	if c.referAgency(code, record, field) && c.agencies[code].Kind != AgencyKindGroup {
		c.fault(record, field, code, "an agency of kind GROUP (this one is %s)", c.agencies[code].Kind)
	}
}

// groupsInside lists the groups that the rules of a group name.
func (c *checker) groupsInside(group string) []string {
	var inside []string
	for _, m := range c.Memberships {
		if m.Group == group && m.Select != nil {
			inside = append(inside, m.Select.Groups...)
		}
	}
	return inside
}

// checkSuccessions checks both ends and the document of each succession.
func (c *checker) checkSuccessions() {
	for _, s := range c.Successions {
		c.referAgency(s.Predecessor, s.Pos, "predecessor")
		c.referAgency(s.Successor, s.Pos, "successor")
		c.referDocument(s.LegalDocument, s.Pos, "legalDocument")
		if s.Predecessor != "" && s.Predecessor == s.Successor {
			c.fault(s.Pos, "successor", s.Successor, "another agency than the predecessor")
		}
	}
}
