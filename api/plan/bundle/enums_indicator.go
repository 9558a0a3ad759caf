package bundle

// IndicatorKind is whether a row is measured.
type IndicatorKind string

// The values of IndicatorKind.
const (
	IndicatorKindIndicator IndicatorKind = "INDICATOR" // a measure
	IndicatorKindGroup     IndicatorKind = "GROUP"     // a heading
)

// Values lists the allowed words.
func (IndicatorKind) Values() []string {
	return words(IndicatorKindIndicator, IndicatorKindGroup)
}

// Unit is what the value of an indicator counts.
type Unit string

// The values of Unit.
const (
	UnitPercent   Unit = "PERCENT"   // a share in percent
	UnitRank      Unit = "RANK"      // a place in a ranking: whole, from 1
	UnitMilestone Unit = "MILESTONE" // something to be finished by a date
)

// Values lists the allowed words.
func (Unit) Values() []string {
	return words(UnitPercent, UnitRank, UnitMilestone)
}

// Direction is which way is better.
type Direction string

// The values of Direction.
const (
	DirectionUp   Direction = "UP"   // more is better
	DirectionDown Direction = "DOWN" // less is better: ranks
)

// Values lists the allowed words.
func (Direction) Values() []string {
	return words(DirectionUp, DirectionDown)
}

// TargetKind is what a target is.
type TargetKind string

// The values of TargetKind.
const (
	TargetBaseline TargetKind = "BASELINE" // where the plan starts from
	TargetPlan     TargetKind = "PLAN"     // what is planned for a year on the way
	TargetGoal     TargetKind = "GOAL"     // what the plan is to reach
)

// Values lists the allowed words.
func (TargetKind) Values() []string {
	return words(TargetBaseline, TargetPlan, TargetGoal)
}

// Comparator is how a value compares with the target.
type Comparator string

// The values of Comparator.
const (
	ComparatorEQ  Comparator = "EQ"  // as printed without a sign
	ComparatorGT  Comparator = "GT"  // more than
	ComparatorGTE Comparator = "GTE" // at least
	ComparatorLT  Comparator = "LT"  // less than
	ComparatorLTE Comparator = "LTE" // at most
	ComparatorTOP Comparator = "TOP" // among the first n of a ranking
)

// Values lists the allowed words.
func (Comparator) Values() []string {
	return words(ComparatorEQ, ComparatorGT, ComparatorGTE, ComparatorLT, ComparatorLTE, ComparatorTOP)
}
