package bundle

import (
	"fmt"
	"slices"
)

// checkDocuments checks issuers and the documents that are amended or replaced,
// and that these lead back in time without a circle.
func (c *checker) checkDocuments() {
	var numbers []string
	for _, document := range c.LegalDocuments {
		numbers = append(numbers, document.Number)
		c.referAgency(document.Issuer, document.Pos, "issuer")
		for i, number := range document.Amends {
			c.referDocument(number, document.Pos, fmt.Sprintf("amends[%d]", i))
		}
		for i, number := range document.Replaces {
			c.referDocument(number, document.Pos, fmt.Sprintf("replaces[%d]", i))
		}
	}
	for _, circle := range cycles(numbers, c.earlierDocuments) {
		document := c.documents[circle[0]]
		field := "replaces"
		if slices.Contains(document.Amends, circle[1]) {
			field = "amends"
		}
		c.fault(document.Pos, field, circle[1], "documents without a circle (%s)", arrow(circle))
	}
}

// earlierDocuments lists what a document amends and replaces.
func (c *checker) earlierDocuments(number string) []string {
	document, ok := c.documents[number]
	if !ok {
		return nil
	}
	return slices.Concat(document.Amends, document.Replaces)
}

// checkPlans checks the document and the years of each plan.
func (c *checker) checkPlans() {
	for _, plan := range c.Plans {
		c.referDocument(plan.LegalDocument, plan.Pos, "legalDocument")
		if plan.YearFrom != 0 && plan.YearTo != 0 && plan.YearTo < plan.YearFrom {
			c.fault(plan.Pos, "yearTo", fmt.Sprint(plan.YearTo), "a year not before yearFrom (%d)", plan.YearFrom)
		}
	}
}

// checkYear checks that a year lies within a plan. A plan that is unknown or has
// no years is reported elsewhere. Years before the plan are for base years.
func (c *checker) checkYear(planCode string, year int, before bool, record Pos, field string) {
	plan, ok := c.plans[planCode]
	if !ok || year == 0 || plan.YearFrom == 0 || plan.YearTo < plan.YearFrom {
		return
	}
	switch {
	case before && year > plan.YearTo:
		c.fault(record, field, fmt.Sprint(year), "a year up to %d, the end of plan %s", plan.YearTo, plan.Code)
	case !before && (year < plan.YearFrom || year > plan.YearTo):
		c.fault(record, field, fmt.Sprint(year), "a year of plan %s: %d to %d", plan.Code, plan.YearFrom, plan.YearTo)
	}
}
