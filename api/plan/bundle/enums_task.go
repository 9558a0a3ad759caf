package bundle

// AssignmentRole is what an agency does.
type AssignmentRole string

// The values of AssignmentRole.
const (
	RoleLead       AssignmentRole = "LEAD"       // leads
	RoleCoordinate AssignmentRole = "COORDINATE" // works with the lead
	RoleMeasure    AssignmentRole = "MEASURE"    // measures and follows up
	RoleImplement  AssignmentRole = "IMPLEMENT"  // carries out
)

// Values lists the allowed words.
func (AssignmentRole) Values() []string {
	return words(RoleLead, RoleCoordinate, RoleMeasure, RoleImplement)
}

// ScheduleKind is the form of a schedule.
type ScheduleKind string

// The values of ScheduleKind.
const (
	ScheduleRange   ScheduleKind = "RANGE"   // from one year to another
	ScheduleYear    ScheduleKind = "YEAR"    // within a year
	ScheduleQuarter ScheduleKind = "QUARTER" // within a quarter
	ScheduleAnnual  ScheduleKind = "ANNUAL"  // every year
	ScheduleOngoing ScheduleKind = "ONGOING" // all the time
)

// Values lists the allowed words.
func (ScheduleKind) Values() []string {
	return words(ScheduleRange, ScheduleYear, ScheduleQuarter, ScheduleAnnual, ScheduleOngoing)
}

// TaskStatus is what is known of a task.
type TaskStatus string

// The values of TaskStatus.
const (
	TaskOpen TaskStatus = "OPEN" // not reported as done
	TaskDone TaskStatus = "DONE" // reported as done
)

// Values lists the allowed words.
func (TaskStatus) Values() []string {
	return words(TaskOpen, TaskDone)
}

// Grade is how firm a figure is.
type Grade string

// The values of Grade.
const (
	GradeEstimate    Grade = "ESTIMATE"    // a first guess, to be replaced
	GradePreliminary Grade = "PRELIMINARY" // counted, not yet confirmed
	GradeOfficial    Grade = "OFFICIAL"    // confirmed
)

// Values lists the allowed words.
func (Grade) Values() []string {
	return words(GradeEstimate, GradePreliminary, GradeOfficial)
}

// NarrativeKind is a text that goes with the figures.
type NarrativeKind string

// The values of NarrativeKind.
const (
	NarrativeTrend      NarrativeKind = "TREND"      // where the figures are heading
	NarrativeDifficulty NarrativeKind = "DIFFICULTY" // what stands in the way
	NarrativeProposal   NarrativeKind = "PROPOSAL"   // what is proposed
)

// Values lists the allowed words.
func (NarrativeKind) Values() []string {
	return words(NarrativeTrend, NarrativeDifficulty, NarrativeProposal)
}

// FigureSource is where a figure comes from.
type FigureSource string

// The values of FigureSource.
const (
	SourceDeclared         FigureSource = "DECLARED"          // an agency declared it
	SourceMeasured         FigureSource = "MEASURED"          // a system measured it
	SourceStatisticsOffice FigureSource = "STATISTICS_OFFICE" // the statistics office published it
	SourceDocument         FigureSource = "DOCUMENT"          // a document prints it
)

// Values lists the allowed words.
func (FigureSource) Values() []string {
	return words(SourceDeclared, SourceMeasured, SourceStatisticsOffice, SourceDocument)
}
