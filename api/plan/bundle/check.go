package bundle

// Check reports everything that is wrong with what the bundle says: references
// to nothing, codes given twice, cycles, values that contradict their printed
// text, and the rest of the rules in README.md. It returns all faults at once,
// sorted.
func (b *Bundle) Check() Faults {
	c := &checker{Bundle: b}
	c.index()
	c.checkRecords()
	c.checkAgencies()
	c.checkMemberships()
	c.checkSuccessions()
	c.checkDocuments()
	c.checkPlans()
	c.checkIndicators()
	c.checkTasks()
	c.checkWindows()
	c.checkFigures()
	return c.faults.sorted()
}

// checker holds a bundle, its records by code, and the faults so far.
type checker struct {
	*Bundle
	faults Faults

	agencies   map[string]*Agency
	documents  map[string]*LegalDocument
	plans      map[string]*Plan
	indicators map[key]*Indicator
	windows    map[string]*ReportingWindow
}

// index fills the maps and reports codes that are given twice.
func (c *checker) index() {
	c.agencies = byCode(c, c.Agencies, "code", "in the bundle", func(a *Agency) (string, Pos) { return a.Code, a.Pos })
	c.documents = byCode(c, c.LegalDocuments, "number", "in the bundle", func(d *LegalDocument) (string, Pos) { return d.Number, d.Pos })
	c.plans = byCode(c, c.Plans, "code", "in the bundle", func(p *Plan) (string, Pos) { return p.Code, p.Pos })
	c.windows = byCode(c, c.ReportingWindows, "code", "in the bundle", func(w *ReportingWindow) (string, Pos) { return w.Code, w.Pos })
	c.indicators = byCode(c, c.Indicators, "code", "in its plan", func(i *Indicator) (key, Pos) { return key{i.Plan, i.Code}, i.Pos })
	byCode(c, c.Tasks, "code", "in its plan", func(t *Task) (key, Pos) { return key{t.Plan, t.Code}, t.Pos })
}

// byCode maps records by their code and reports the second of two equal ones.
func byCode[T any, K comparable](c *checker, records []T, field, where string, of func(*T) (K, Pos)) map[K]*T {
	found := make(map[K]*T, len(records))
	for i := range records {
		code, pos := of(&records[i])
		first, again := found[code]
		if !again {
			found[code] = &records[i]
			continue
		}
		_, at := of(first)
		c.fault(pos, field, textOf(code), "a code that is unique %s (the first is at %s)", where, at.Field(field))
	}
	return found
}

// textOf is the code as the author wrote it.
func textOf(code any) string {
	if k, ok := code.(key); ok {
		return k.code
	}
	return code.(string)
}

// fault reports a field of a record.
func (c *checker) fault(record Pos, field, value, expected string, args ...any) {
	c.faults.add(record.Field(field), value, expected, args...)
}

// refer reports a reference to nothing. An empty reference is for the rule on
// required fields to report. It says whether the reference leads somewhere.
func refer[K comparable, T any](c *checker, known map[K]T, code K, record Pos, field, value, expected string, args ...any) bool {
	if value == "" {
		return false
	}
	if _, ok := known[code]; !ok {
		c.fault(record, field, value, expected, args...)
		return false
	}
	return true
}

func (c *checker) referAgency(code string, record Pos, field string) bool {
	return refer(c, c.agencies, code, record, field, code, "the code of an agency")
}

func (c *checker) referDocument(number string, record Pos, field string) bool {
	return refer(c, c.documents, number, record, field, number, "the number of a legal document")
}

func (c *checker) referPlan(code string, record Pos, field string) bool {
	return refer(c, c.plans, code, record, field, code, "the code of a plan")
}

// referIndicator checks a reference with its plan; the plan comes first, so that
// a wrong plan is not reported twice.
func (c *checker) referIndicator(ref Ref) bool {
	if !c.referPlan(ref.Plan, ref.Pos, "plan") {
		return false
	}
	return refer(c, c.indicators, ref.key(), ref.Pos, "code", ref.Code, "the code of an indicator of plan %s", ref.Plan)
}
