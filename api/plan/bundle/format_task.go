package bundle

// Task is a piece of work that a plan orders.
type Task struct {
	Pos Pos `yaml:"-"`

	// Plan is the code of the plan.
	Plan string `yaml:"plan" bundle:"required"`
	// Code is unique in its plan, for example "749/02/1" (row 1 of annex 02).
	Code string `yaml:"code" bundle:"required" max:"64"`
	// Group is the printed heading over the task; null for none.
	Group       string `yaml:"group"`
	Title       string `yaml:"title" bundle:"required"`
	Description string `yaml:"description"`
	// ExpectedResults are the printed results, one per bullet.
	ExpectedResults []string `yaml:"expectedResults"`
	// Schedule is null when the document says nothing about time.
	Schedule *Schedule  `yaml:"schedule"`
	Status   TaskStatus `yaml:"status" bundle:"required"`
	// Result is the result that a report prints; null for none.
	Result string `yaml:"result"`
	// Indicators are those the task serves.
	Indicators []Ref `yaml:"indicators"`
	// IndicatorTexts are their names as printed with the task, including those
	// that no indicator of the plan matches.
	IndicatorTexts []string     `yaml:"indicatorTexts"`
	Assignments    []Assignment `yaml:"assignments"`
	// LegalDocument is the number of the document that orders the task; null for
	// the document of the plan.
	LegalDocument string `yaml:"legalDocument"`
	// Source cites the place in the document.
	Source string `yaml:"source"`
}

// Schedule is when a task is to be done.
type Schedule struct {
	Pos Pos `yaml:"-"`

	// Text is the cell as printed; null when none is printed.
	Text string `yaml:"text"`
	// Kind is null when the text names no time ("Đã hoàn thành").
	Kind ScheduleKind `yaml:"kind"`
	// From and To are years: both for RANGE, equal for YEAR and QUARTER, null for
	// ANNUAL and ONGOING.
	From int `yaml:"from"`
	To   int `yaml:"to"`
	// Quarter is 1 to 4 for QUARTER, null otherwise.
	Quarter int `yaml:"quarter"`
}
