package bundle

// A closed list of words. Values gives the allowed ones, in the order in which
// messages list them.
type enum interface{ Values() []string }

// AgencyKind is what an agency is.
type AgencyKind string

// The values of AgencyKind.
const (
	AgencyKindNational   AgencyKind = "NATIONAL"   // a body of the state above the ministries
	AgencyKindMinistry   AgencyKind = "MINISTRY"   // a ministry, or a body of that rank
	AgencyKindUnit       AgencyKind = "UNIT"       // a unit of another agency
	AgencyKindProvince   AgencyKind = "PROVINCE"   // a province or centrally-run city
	AgencyKindEnterprise AgencyKind = "ENTERPRISE" // a state enterprise
	AgencyKindGroup      AgencyKind = "GROUP"      // a set of agencies addressed as one
)

// Values lists the allowed words.
func (AgencyKind) Values() []string {
	return words(AgencyKindNational, AgencyKindMinistry, AgencyKindUnit, AgencyKindProvince, AgencyKindEnterprise, AgencyKindGroup)
}

// SuccessionKind is how one agency took over from another.
type SuccessionKind string

// The values of SuccessionKind.
const (
	SuccessionMerge  SuccessionKind = "MERGE"  // the predecessor went into a successor with others
	SuccessionSplit  SuccessionKind = "SPLIT"  // the predecessor was divided
	SuccessionRename SuccessionKind = "RENAME" // the same body under a new name
	SuccessionMove   SuccessionKind = "MOVE"   // the same body under a new parent
)

// Values lists the allowed words.
func (SuccessionKind) Values() []string {
	return words(SuccessionMerge, SuccessionSplit, SuccessionRename, SuccessionMove)
}

// DocumentKind is the form of a legal document.
type DocumentKind string

// The values of DocumentKind.
const (
	DocumentLaw        DocumentKind = "LAW"        // an act of the National Assembly
	DocumentResolution DocumentKind = "RESOLUTION" // a resolution
	DocumentDecree     DocumentKind = "DECREE"     // a decree of the Government
	DocumentDecision   DocumentKind = "DECISION"   // a decision
	DocumentDirective  DocumentKind = "DIRECTIVE"  // a directive
	DocumentCircular   DocumentKind = "CIRCULAR"   // a circular of a ministry
	DocumentReport     DocumentKind = "REPORT"     // a report
	DocumentPlan       DocumentKind = "PLAN"       // a plan without a decision of its own
)

// Values lists the allowed words.
func (DocumentKind) Values() []string {
	return words(DocumentLaw, DocumentResolution, DocumentDecree, DocumentDecision, DocumentDirective, DocumentCircular, DocumentReport, DocumentPlan)
}

func words[T ~string](values ...T) []string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = string(value)
	}
	return list
}
