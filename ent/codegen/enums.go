package codegen

import (
	"strings"

	"entgo.io/ent/entc/gen"
	"github.com/vektah/gqlparser/v2/ast"
)

// orders describe the orders a connection offers.
var orders = map[string]string{
	"CODE":         "By code, in natural order: 3.5.2 before 3.10.",
	"NAME":         "By name, in Vietnamese alphabetical order.",
	"TITLE":        "By title, in Vietnamese alphabetical order.",
	"NUMBER":       "By number, in natural order.",
	"YEAR":         "By year.",
	"POSITION":     "By place in the printed cell.",
	"COVERS_FROM":  "By the first day covered.",
	"DUE_AT":       "By due date.",
	"CREATED_AT":   "By the time the draft began.",
	"SUBMITTED_AT": "By the time of submission; drafts come last when ascending.",
	"PERIOD":       "By year and quarter; a figure of the whole year after its quarters.",
	"RECORDED_AT":  "By the time it became known here.",
	"AT":           "By time.",
	"RUN_AT":       "By the time before which it does not run.",
}

// enums describe the values of enums, by type and value.
var enums = map[string]map[string]string{
	"AgencyKind": {
		"NATIONAL": "A body of the state or the party above ministries.", "MINISTRY": "A ministry, ministerial-level or Government-attached agency, or a peer of one.",
		"UNIT": "A unit of a ministry.", "PROVINCE": "A province or centrally-run city.",
		"ENTERPRISE": "An enterprise.", "GROUP": "A named group of agencies.",
	},
	"Role": {
		"REPORTER":    "Drafts and submits figures.",
		"REVIEWER":    "Returns or approves what is submitted; at a measuring agency, figures it measures from anybody.",
		"COORDINATOR": "Rolls up, sets the dates of windows and publishes.",
		"ADMIN":       "Gives roles and makes machine tokens.",
		"INSPECTOR":   "Reads everything and changes nothing; every read is recorded.",
	},
	"ReviewAction": {
		"SUBMIT": "Handed in by the reporter.", "WITHDRAW": "Taken back by the reporter before a decision.",
		"RETURN": "Sent back by a reviewer.", "APPROVE": "Approved by a reviewer.", "REOPEN": "Approved figures were opened for change.",
	},
	"WindowChangeKind": {
		"ADJUST": "New dates for everybody.", "EXTEND": "A later due date for named agencies.",
		"REOPEN": "Open again after the lock, until a date.",
	},
	"JobState": {
		"READY": "Waits for its time, or to be tried again.", "RUNNING": "A runner has it.",
		"DONE": "Done.", "FAILED": "Given up after too many attempts; it can be queued again.",
	},
	"AgencySuccessionKind": {
		"MERGE": "Several became one.", "SPLIT": "One became several.", "RENAME": "The name changed.", "MOVE": "It came under another agency.",
	},
	"LegalDocumentKind": {
		"LAW": "Luật.", "RESOLUTION": "Nghị quyết.", "DECREE": "Nghị định.", "DECISION": "Quyết định.",
		"DIRECTIVE": "Chỉ thị.", "CIRCULAR": "Thông tư.", "REPORT": "Báo cáo.", "PLAN": "Kế hoạch.",
	},
	"IndicatorKind":      {"INDICATOR": "A measure.", "GROUP": "A heading over measures."},
	"IndicatorUnit":      {"PERCENT": "A percentage.", "RANK": "A rank, 1 being the best.", "MILESTONE": "Something done by a date."},
	"IndicatorDirection": {"UP": "More is better.", "DOWN": "Less is better."},
	"IndicatorAccumulation": {
		"STOCK": "The state at the end of the period.", "FLOW": "What happened in the period alone.",
		"ACCUMULATED": "What happened since the beginning.", "CAPACITY": "What is kept up through the period.",
		"REDUCTION": "How much less than at the beginning.", "ANNUAL_REDUCTION": "How much less than a year before.",
	},
	"IndicatorAggregation": {
		"NONE": "Figures of agencies do not add up.", "SUM": "The sum.", "AVERAGE": "The mean.",
		"RATIO": "The summed numerators over the summed denominators.",
	},
	"TargetKind": {"BASELINE": "The printed value of the base year.", "PLAN": "Planned for the year.", "GOAL": "The aim at the end of the plan."},
	"TargetComparator": {
		"EQ": "Reached at the value or better.", "GT": "More than the value.", "GTE": "The value or more.",
		"LT": "Less than the value.", "LTE": "The value or less.", "TOP": "Among the first so many.",
	},
	"TaskScheduleKind": {
		"RANGE": "From one year to another.", "YEAR": "In one year.", "QUARTER": "In one quarter.",
		"ANNUAL": "Every year.", "ONGOING": "All the time.",
	},
	"TaskStatus": {"OPEN": "Not listed as done.", "DONE": "Listed as done."},
	"AssignmentRole": {
		"LEAD": "Chủ trì: leads.", "COORDINATE": "Phối hợp: works along.",
		"MEASURE": "Đo lường, theo dõi: measures and reports.", "IMPLEMENT": "Thực hiện: carries out.",
	},
	"ReportingWindowExpectedGrade": grades,
	"FigureGrade":                  grades,
	"FigureSource": {
		"DECLARED": "Declared by the agency.", "MEASURED": "Measured by a system.",
		"STATISTICS_OFFICE": "Computed by the statistics office.", "DOCUMENT": "Printed in a document.",
	},
	"SubmissionStatus": {
		"DRAFT": "Being written.", "SUBMITTED": "Waiting for review.", "RETURNED": "Sent back with a comment.", "APPROVED": "Approved.",
	},
	"NarrativeKind": {"TREND": "Đánh giá xu hướng.", "DIFFICULTY": "Khó khăn, vướng mắc.", "PROPOSAL": "Đề xuất."},
}

var grades = map[string]string{
	"ESTIMATE": "Ước tính: estimated.", "PRELIMINARY": "Sơ bộ: preliminary.", "OFFICIAL": "Chính thức: official.",
}

// describeEnums gives the enums of an entity the comment of their field, and
// each value its sentence.
func describeEnums(n *gen.Type, s *ast.Schema) {
	for _, f := range n.Fields {
		if !f.IsEnum() {
			continue
		}
		def, comment := s.Types[n.Name+gen.Funcs["pascal"].(func(string) string)(f.Name)], f.Comment()
		if f.HasGoType() && f.Name == "role" {
			def, comment = s.Types["Role"], "What somebody is at an agency. A role reaches what belongs to the agency and, at a group, the members."
		}
		if def == nil {
			continue
		}
		def.Description = strings.TrimSpace(comment)
		for _, v := range def.EnumValues {
			v.Description = enums[def.Name][v.Name]
		}
	}
}
