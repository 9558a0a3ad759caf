package bundle

import "slices"

// resolve fills in what the format leaves to the reader: the plan of short
// references, and the members of groups.
func (b *Bundle) resolve() {
	for i := range b.Tasks {
		task := &b.Tasks[i]
		for j := range task.Indicators {
			if task.Indicators[j].Plan == "" {
				task.Indicators[j].Plan = task.Plan
			}
		}
	}
	for i := range b.Memberships {
		b.Memberships[i].Resolved = b.membersOf(&b.Memberships[i])
	}
}

// membersOf lists the members of one membership, each once: first those named,
// then those of the catalogue that the rule picks, then those of the groups that
// it names. Each group is visited once, so a circle ends: Check reports it.
func (b *Bundle) membersOf(m *Membership) []string {
	var members []string
	visited := map[string]bool{m.Group: true}
	for queue := []*Membership{m}; len(queue) > 0; queue = queue[1:] {
		next := queue[0]
		members = append(members, next.Members...)
		if next.Select == nil {
			continue
		}
		for _, agency := range b.Agencies {
			if next.Select.picks(agency) {
				members = append(members, agency.Code)
			}
		}
		for _, group := range next.Select.Groups {
			if !visited[group] {
				visited[group] = true
				queue = append(queue, b.membershipsOf(group)...)
			}
		}
	}
	return unique(members)
}

func (b *Bundle) membershipsOf(group string) []*Membership {
	var found []*Membership
	for i := range b.Memberships {
		if b.Memberships[i].Group == group {
			found = append(found, &b.Memberships[i])
		}
	}
	return found
}

// picks reports whether the rule takes an agency by its kind and its parent.
func (s *Select) picks(agency Agency) bool {
	switch {
	case agency.Kind == AgencyKindGroup, len(s.Kinds) == 0 && s.Parent == "":
		return false
	case len(s.Kinds) > 0 && !slices.Contains(s.Kinds, agency.Kind):
		return false
	}
	return s.Parent == "" || s.Parent == agency.Parent
}

// unique keeps the first of equal items.
func unique(items []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(items, func(item string) bool {
		again := seen[item]
		seen[item] = true
		return again
	})
}
