package bundle

// Agency is a body that leads, measures, implements or reports; or, with kind
// GROUP, a set of them that a document addresses as one ("Các bộ, ngành, địa
// phương").
type Agency struct {
	Pos Pos `yaml:"-"`

	// Code is a slug of a-z, 0-9 and "-", unique in the bundle.
	Code string `yaml:"code" bundle:"required" max:"64"`
	// Name is the official name, in Vietnamese.
	Name string `yaml:"name" bundle:"required"`
	// NameEn and ShortName are empty when there is none.
	NameEn    string     `yaml:"nameEn"`
	ShortName string     `yaml:"shortName"`
	Kind      AgencyKind `yaml:"kind" bundle:"required"`
	// Parent is the code of the agency this one belongs to; null for none.
	Parent string `yaml:"parent"`
	// OfficialCode is the code of the state's own list (a province's number);
	// null for none. Quote it: "01".
	OfficialCode string `yaml:"officialCode" max:"16"`
	// ActiveFrom and ActiveTo are the first and the last day of existence; null
	// when open.
	ActiveFrom *Date `yaml:"activeFrom"`
	ActiveTo   *Date `yaml:"activeTo"`
	// Source cites the place that names the agency.
	Source string `yaml:"source"`
}

// Membership says which agencies a group stands for. It gives members, a
// select rule, or both; "members: []" says that none can be named.
type Membership struct {
	Pos Pos `yaml:"-"`

	// Group is the code of an agency of kind GROUP.
	Group string `yaml:"group" bundle:"required"`
	// Members are codes of agencies that are not groups.
	Members []string `yaml:"members"`
	// Select adds agencies by a rule; null for none.
	Select *Select `yaml:"select"`
	// From and To are the first and the last day of the membership; null when
	// open.
	From *Date  `yaml:"from"`
	To   *Date  `yaml:"to"`
	Note string `yaml:"note"`

	// Resolved is the outcome: Members and what Select found, each once. The
	// reader fills it in; it is not part of the file.
	Resolved []string `yaml:"-"`
}

// Select picks agencies of the bundle at reading time.
type Select struct {
	Pos Pos `yaml:"-"`

	// Kinds picks all agencies of these kinds (GROUP is not allowed).
	Kinds []AgencyKind `yaml:"kinds"`
	// Parent narrows Kinds to the direct children of an agency; without Kinds it
	// picks all of them that are not groups.
	Parent string `yaml:"parent"`
	// Groups adds the members of other groups.
	Groups []string `yaml:"groups"`
}

// Succession says that one agency took over from another.
type Succession struct {
	Pos Pos `yaml:"-"`

	Predecessor string         `yaml:"predecessor" bundle:"required"`
	Successor   string         `yaml:"successor" bundle:"required"`
	Kind        SuccessionKind `yaml:"kind" bundle:"required"`
	EffectiveOn *Date          `yaml:"effectiveOn" bundle:"required"`
	// LegalDocument is the number of the deciding document; null when unknown.
	LegalDocument string `yaml:"legalDocument"`
	Note          string `yaml:"note"`
}
