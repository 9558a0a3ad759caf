package bundle_test

import "testing"

func TestCheckAgencies(t *testing.T) {
	const unit = "{code: cuc-vt, name: Cục Viễn thông, kind: UNIT, parent: btttt"
	runFaultCases(t, map[string]faultCase{
		"a code given twice": {
			[]change{{"{code: hanoi, name", "{code: bo-ca, name"}, {"members: [hanoi]", "members: []"}, {"[cac-bo, hanoi]", "[cac-bo]"}, {"agencies: [hanoi], scopes: {hanoi: trường học}", "agencies: [bo-ca]"}}, "name: Thành phố",
			`agencies[bo-ca].code "bo-ca": expected a code that is unique in the bundle (the first is at @{code: bo-ca, name: Bộ}@)`},
		"a code that is not a slug":     {[]change{{"{code: hanoi, name", "{code: Ha_Noi, name"}, {"members: [hanoi]", "members: []"}, {"[cac-bo, hanoi]", "[cac-bo]"}, {"agencies: [hanoi], scopes: {hanoi: trường học}", "agencies: [bo-ca]"}}, "", `agencies[Ha_Noi].code "Ha_Noi": expected a slug of a-z, 0-9 and "-", such as bo-ca`},
		"a parent that is unknown":      {[]change{{unit, "{code: cuc-vt, name: Cục, kind: UNIT, parent: bo-x"}}, "", `agencies[cuc-vt].parent "bo-x": expected the code of an agency`},
		"a parent above its own parent": {[]change{{"kind: MINISTRY}", "kind: MINISTRY, parent: cuc-vt}"}}, "", `agencies[btttt].parent "cuc-vt": expected a tree without a circle (btttt → cuc-vt → btttt)`},
		"an agency below itself":        {[]change{{unit, "{code: cuc-vt, name: Cục, kind: UNIT, parent: cuc-vt"}}, "", `agencies[cuc-vt].parent "cuc-vt": expected a tree without a circle (cuc-vt → cuc-vt)`},
		"an end before the start":       {[]change{{"activeFrom: 2020-01-01", "activeFrom: 2020-01-01, activeTo: 2019-12-31"}}, "", `agencies[cuc-vt].activeTo "2019-12-31": expected a day not before activeFrom (2020-01-01)`},
		"a kind of its own":             {[]change{{"kind: PROVINCE", "kind: CITY"}}, "", `agencies[hanoi].kind "CITY": expected one of NATIONAL, MINISTRY, UNIT, PROVINCE, ENTERPRISE, GROUP`},
		"no name":                       {[]change{{"name: Thành phố Hà Nội", `name: ""`}}, "", `agencies[hanoi].name: expected a value: the field is required`},
	})
}

func TestCheckMemberships(t *testing.T) {
	runFaultCases(t, map[string]faultCase{
		"a group that is unknown":            {[]change{{"  - group: tat-ca", "  - group: ai-do"}}, "", `memberships[ai-do].group "ai-do": expected the code of an agency`},
		"a group that is no group":           {[]change{{"  - group: tat-ca", "  - group: hanoi"}}, "", `memberships[hanoi].group "hanoi": expected an agency of kind GROUP (this one is PROVINCE)`},
		"a group given twice":                {[]change{{"successions:", "  - {group: cac-bo, members: []}\nsuccessions:"}}, "{group: cac-bo, members", `memberships[cac-bo].group "cac-bo": expected a group that is given once for one start day (the first is at @{group: cac-bo}@)`},
		"a member that is unknown":           {[]change{{"members: [hanoi]", "members: [ha-noi]"}}, "", `memberships[tat-ca].members[0] "ha-noi": expected the code of an agency`},
		"a member that is a group":           {[]change{{"members: [hanoi]", "members: [cac-bo]"}}, "", `memberships[tat-ca].members[0] "cac-bo": expected an agency that is not a group (name groups under select.groups)`},
		"a member named twice":               {[]change{{"members: [hanoi]", "members: [hanoi, hanoi]"}}, "", `memberships[tat-ca].members[1] "hanoi": expected an agency that is named once (the first is members[0])`},
		"neither members nor a rule":         {[]change{{"    select: {kinds: [MINISTRY]}\n", ""}}, "  - group: cac-bo", `memberships[cac-bo].members: expected members, a select rule, or "members: []" for a group whose members cannot be named`},
		"a rule for groups by kind":          {[]change{{"select: {kinds: [MINISTRY]}", "select: {kinds: [GROUP]}"}}, "", `memberships[cac-bo].select.kinds[0] "GROUP": expected a kind other than GROUP (name groups under select.groups)`},
		"a rule with a kind of its own":      {[]change{{"select: {kinds: [MINISTRY]}", "select: {kinds: [MINISTER]}"}}, "", `memberships[cac-bo].select.kinds[0] "MINISTER": expected one of NATIONAL, MINISTRY, UNIT, PROVINCE, ENTERPRISE, GROUP`},
		"a rule with an unknown parent":      {[]change{{"select: {kinds: [MINISTRY]}", "select: {parent: bo-x}"}}, "", `memberships[cac-bo].select.parent "bo-x": expected the code of an agency`},
		"a rule with an agency for a group":  {[]change{{"groups: [cac-bo]", "groups: [hanoi]"}}, "", `memberships[tat-ca].select.groups[0] "hanoi": expected an agency of kind GROUP (this one is PROVINCE)`},
		"a group inside itself over another": {[]change{{"select: {kinds: [MINISTRY]}", "select: {groups: [tat-ca]}"}}, "", `memberships[cac-bo].select.groups "tat-ca": expected groups without a circle (cac-bo → tat-ca → cac-bo)`},
		"an end before the start":            {[]change{{"members: [hanoi]", "members: [hanoi]\n    from: 2022-01-01\n    to: 2021-01-01"}}, "to: 2021-01-01", `memberships[tat-ca].to "2021-01-01": expected a day not before from (2022-01-01)`},
	})
}

func TestCheckSuccessions(t *testing.T) {
	const line = "{predecessor: btttt, successor: bo-ca, kind: MERGE, effectiveOn: 2025-03-01, legalDocument: 1/QĐ}"
	runFaultCases(t, map[string]faultCase{
		"a predecessor that is unknown": {[]change{{line, "{predecessor: x, successor: bo-ca, kind: MERGE, effectiveOn: 2025-03-01}"}}, "", `successions[0].predecessor "x": expected the code of an agency`},
		"a successor that is unknown":   {[]change{{line, "{predecessor: btttt, successor: x, kind: MERGE, effectiveOn: 2025-03-01}"}}, "", `successions[0].successor "x": expected the code of an agency`},
		"an agency after itself":        {[]change{{line, "{predecessor: btttt, successor: btttt, kind: RENAME, effectiveOn: 2025-03-01}"}}, "", `successions[0].successor "btttt": expected another agency than the predecessor`},
		"a document that is unknown":    {[]change{{"effectiveOn: 2025-03-01, legalDocument: 1/QĐ", "effectiveOn: 2025-03-01, legalDocument: 9/QĐ"}}, "", `successions[0].legalDocument "9/QĐ": expected the number of a legal document`},
		"no day":                        {[]change{{", effectiveOn: 2025-03-01", ""}}, "{predecessor", `successions[0].effectiveOn: expected a value: the field is required`},
	})
}
