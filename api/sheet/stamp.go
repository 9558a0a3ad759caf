package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/shopspring/decimal"
)

// stampFormat is the version of what the hidden sheet holds.
const stampFormat = 1

// The hidden sheet has one JSON text a row in its first column: the stamp, then
// what each row of the form was made with. Numbers are texts: they are parsed
// by the rules for numbers from a file.
type stampLine struct {
	Format int `json:"format"`
	Stamp
}

// issued is what a row of the form was made with.
type issued struct {
	// Code is set for a figure, Kind for a text.
	Code        string `json:"code,omitempty"`
	Kind        string `json:"kind,omitempty"`
	Value       string `json:"value,omitempty"`
	Numerator   string `json:"numerator,omitempty"`
	Denominator string `json:"denominator,omitempty"`
	Grade       string `json:"grade,omitempty"`
	Source      string `json:"source,omitempty"`
	// Text is the hash of the note or the body: it may be as long as a cell.
	Text     string `json:"text,omitempty"`
	Locked   bool   `json:"locked,omitempty"`
	Required bool   `json:"required,omitempty"`
}

// drawStamp fills the hidden sheet.
func drawStamp(p *page, f Form) error {
	lines := []any{stampLine{stampFormat, f.Stamp}}
	for _, r := range f.Rows {
		if !r.Heading {
			lines = append(lines, issued{
				Code: r.Code, Value: numberText(r.Current.Value), Numerator: numberText(r.Current.Numerator),
				Denominator: numberText(r.Current.Denominator), Grade: r.Current.Grade, Source: r.Current.Source,
				Text: digest(r.Current.Note), Locked: r.Current.Locked,
			})
		}
	}
	for _, n := range f.Narratives {
		lines = append(lines, issued{Kind: n.Kind, Text: digest(n.Body), Required: n.Required})
	}
	for i, line := range lines {
		text, err := json.Marshal(line)
		if err != nil {
			return err
		}
		p.text(keyColumn, i+1, string(text), look{format: textFormatted})
	}
	p.protect()
	return p.failed
}

func numberText(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// digest tells texts apart; empty for an empty one.
func digest(text string) string {
	if text = tidy(text); text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
