package sheet

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A book gives the sheets of a pack by name.
type book struct {
	pack    *pack
	sheets  map[string]string // the sheet's part, by its name in NFC
	strings []string          // the shared texts
	formats []formatKind      // how each style shows numbers
	// left is how many bytes of text cells may still hold. Cells refer to shared
	// texts, so that a small file can say a long text a hundred thousand times.
	left int64
}

// open finds the sheets, the shared texts and the number formats.
func (p *pack) open(limits Limits) (*book, error) {
	main, err := p.main()
	if err != nil {
		return nil, err
	}
	relations, err := p.relationsOf(main)
	if err != nil {
		return nil, err
	}
	var list struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := decode(p.parts[partKey(main)], &list); err != nil {
		return nil, fault(FaultUnreadable, main, err.Error(), "")
	}
	b := &book{pack: p, sheets: map[string]string{}, left: limits.MaxUnzipped}
	targets := map[string]string{}
	for _, r := range relations {
		targets[r.ID] = resolve(main, r.Target)
		switch r.kind() {
		case "sharedStrings":
			b.strings, err = p.sharedTexts(targets[r.ID])
		case "styles":
			b.formats, err = p.numberFormats(targets[r.ID])
		}
		if err != nil {
			return nil, err
		}
	}
	for _, s := range list.Sheets {
		name := norm.NFC.String(s.Name)
		if _, twice := b.sheets[name]; twice {
			return nil, fault(FaultUnreadable, main, name, "")
		}
		b.sheets[name] = targets[s.ID]
	}
	return b, nil
}

// grid reads a sheet; the fault is what to say when it is missing.
func (b *book) grid(name string, missing FaultCode) (*grid, error) {
	part, ok := b.sheets[name]
	content, there := b.pack.parts[partKey(part)]
	if !ok || !there {
		return nil, fault(missing, name, "", "")
	}
	return b.read(name, content)
}

// richText is a text in one piece or in several; how it is pronounced, which
// the format keeps inside too, is not part of it.
type richText struct {
	Text *string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (t richText) String() string {
	var b strings.Builder
	if t.Text != nil {
		b.WriteString(*t.Text)
	}
	for _, run := range t.Runs {
		b.WriteString(run.Text)
	}
	return unescape(b.String())
}

// sharedTexts reads the texts that cells refer to by number.
func (p *pack) sharedTexts(part string) ([]string, error) {
	content, ok := p.parts[partKey(part)]
	if !ok {
		return nil, nil
	}
	var list struct {
		Items []richText `xml:"si"`
	}
	if err := decode(content, &list); err != nil {
		return nil, fault(FaultUnreadable, part, err.Error(), "")
	}
	all := make([]string, len(list.Items))
	for i, item := range list.Items {
		all[i] = item.String()
	}
	return all, nil
}
