package sheet

import (
	"github.com/xuri/nfp"
)

// formatKind is what a number format makes of a number.
type formatKind int

const (
	formatPlain   formatKind = iota
	formatDate               // 45019 is shown as 3/4/2023
	formatPercent            // 0.8697 is shown as 86.97%
)

// numberFormats reads how each style of cells shows numbers.
func (p *pack) numberFormats(part string) ([]formatKind, error) {
	content, ok := p.parts[partKey(part)]
	if !ok {
		return nil, nil
	}
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := decode(content, &sheet); err != nil {
		return nil, fault(FaultUnreadable, part, err.Error(), "")
	}
	custom := map[int]formatKind{}
	for _, f := range sheet.Formats {
		custom[f.ID] = kindOf(f.Code)
	}
	kinds := make([]formatKind, len(sheet.Styles))
	for i, s := range sheet.Styles {
		kind, ok := custom[s.Format]
		if !ok {
			kind = builtIn(s.Format)
		}
		kinds[i] = kind
	}
	return kinds, nil
}

// builtIn is the kind of the formats that files refer to by number alone.
func builtIn(id int) formatKind {
	switch {
	case id == 9 || id == 10:
		return formatPercent
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return formatDate
	}
	return formatPlain
}

// maxFormat is the longest format code that spreadsheets accept.
const maxFormat = 255

// kindOf reads a format code.
func kindOf(code string) formatKind {
	if len(code) > maxFormat {
		return formatPlain
	}
	parser := nfp.NumberFormatParser()
	for _, section := range parser.Parse(code) {
		for _, token := range section.Items {
			switch token.TType {
			case nfp.TokenTypeDateTimes, nfp.TokenTypeElapsedDateTimes:
				return formatDate
			case nfp.TokenTypePercent:
				return formatPercent
			}
		}
	}
	return formatPlain
}
