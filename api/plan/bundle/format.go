package bundle

// Bundle is everything the files of one bundle hold together. Every list may be
// spread over any number of files; the order is that of the file names, then of
// the lines.
type Bundle struct {
	// Header names the bundle; it is given exactly once, under the key "bundle".
	Header Header `yaml:"bundle"`

	Agencies         []Agency          `yaml:"agencies"`
	Memberships      []Membership      `yaml:"memberships"`
	Successions      []Succession      `yaml:"successions"`
	LegalDocuments   []LegalDocument   `yaml:"legalDocuments"`
	Plans            []Plan            `yaml:"plans"`
	Indicators       []Indicator       `yaml:"indicators"`
	Tasks            []Task            `yaml:"tasks"`
	ReportingWindows []ReportingWindow `yaml:"reportingWindows"`
	Figures          []Figure          `yaml:"figures"`

	digest string
}

// Header names the bundle.
type Header struct {
	Pos Pos `yaml:"-"`

	// Code is the stable name of the bundle, for example "vn-digital-2021-2025".
	Code string `yaml:"code" bundle:"required" max:"64"`
	// Version is the edition of the bundle, for example "2023.1". Quote it.
	Version string `yaml:"version" bundle:"required"`
	// Title says in one line what the bundle holds.
	Title string `yaml:"title" bundle:"required"`
}

// Plan is one plan under a legal document. Several plans stand side by side in
// a bundle.
type Plan struct {
	Pos Pos `yaml:"-"`

	// Code names the plan in the rest of the bundle, for example "2021-2025".
	Code string `yaml:"code" bundle:"required" max:"64"`
	// Name is the official name, in Vietnamese.
	Name string `yaml:"name" bundle:"required"`
	// NameEn is the English name; empty when there is none.
	NameEn string `yaml:"nameEn"`
	// Version tells editions of one plan apart. Quote it.
	Version string `yaml:"version" bundle:"required"`
	// LegalDocument is the number of the document that issued the plan, and so
	// the one that decided every target that names no other.
	LegalDocument string `yaml:"legalDocument" bundle:"required"`
	// YearFrom and YearTo are the first and the last year of the plan.
	YearFrom int `yaml:"yearFrom" bundle:"required"`
	YearTo   int `yaml:"yearTo" bundle:"required"`
	// Source cites the place in the document; empty when there is none.
	Source string `yaml:"source"`
}

// LegalDocument is a document that plans, targets and figures cite.
type LegalDocument struct {
	Pos Pos `yaml:"-"`

	// Number is the printed number, "942/QĐ-TTg", and names the document in the
	// rest of the bundle. Where two documents share a number, or no number is
	// printed, the year or the date is added in words or in parentheses.
	Number string       `yaml:"number" bundle:"required" max:"128"`
	Kind   DocumentKind `yaml:"kind" bundle:"required"`
	// Title is the subject as printed, in Vietnamese.
	Title string `yaml:"title" bundle:"required"`
	// Issuer is the code of the issuing agency; null when it is not known.
	Issuer string `yaml:"issuer"`
	// IssuedOn is the day of signature; null when it is not known.
	IssuedOn *Date `yaml:"issuedOn"`
	// Amends and Replaces are numbers of earlier documents.
	Amends   []string `yaml:"amends"`
	Replaces []string `yaml:"replaces"`
	Note     string   `yaml:"note"`
	// Source cites the place that mentions the document.
	Source string `yaml:"source"`
}

// Ref points to an indicator of a plan. In the lists of a task the plan may be
// left out: it is then the plan of the task, and the reader fills it in.
type Ref struct {
	Pos Pos `yaml:"-"`

	Plan string `yaml:"plan" bundle:"required"`
	Code string `yaml:"code" bundle:"required" max:"64"`
}

// key is a Ref without its position, to look things up.
type key struct{ plan, code string }

func (r Ref) key() key { return key{r.Plan, r.Code} }
