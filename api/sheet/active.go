package sheet

import (
	"bytes"
	"encoding/xml"
	"path"
	"strings"
)

// contentTypes is [Content_Types].xml: what each part is.
type contentTypes struct {
	Defaults []struct {
		Extension   string `xml:"Extension,attr"`
		ContentType string `xml:"ContentType,attr"`
	} `xml:"Default"`
	Overrides []struct {
		PartName    string `xml:"PartName,attr"`
		ContentType string `xml:"ContentType,attr"`
	} `xml:"Override"`
}

// of is the content type of a part, in lower case.
func (t contentTypes) of(name string) string {
	for _, o := range t.Overrides {
		if partKey(strings.TrimPrefix(o.PartName, "/")) == partKey(name) {
			return strings.ToLower(o.ContentType)
		}
	}
	for _, d := range t.Defaults {
		if strings.EqualFold("."+d.Extension, path.Ext(name)) {
			return strings.ToLower(d.ContentType)
		}
	}
	return ""
}

// forbidden are parts that run, draw on other files, or hide one: by a piece of
// their name or of their content type, in lower case.
var forbidden = []struct {
	code  FaultCode
	piece string
}{
	{FaultMacro, "vbaproject"}, {FaultMacro, "vbadata"}, {FaultMacro, "macroenabled"}, {FaultMacro, "macrosheet"},
	{FaultMacro, "dialogsheet"}, {FaultMacro, "customui"}, {FaultMacro, "webextension"},
	{FaultExternalLink, "externallink"}, {FaultExternalLink, "connections"}, {FaultExternalLink, "querytable"},
	{FaultExternalLink, "volatiledependencies"},
	{FaultEmbedded, "embeddings/"}, {FaultEmbedded, "oleobject"}, {FaultEmbedded, "activex"}, {FaultEmbedded, "ctrlprop"},
	{FaultEmbedded, "controlproperties"}, {FaultEmbedded, "embeddedobject"},
}

const mainType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

// inspect refuses what is no plain workbook.
func (p *pack) inspect() error {
	content, ok := p.parts["[content_types].xml"]
	if !ok {
		return fault(FaultNotWorkbook, "", "zip", "")
	}
	if err := decode(content, &p.types); err != nil {
		return fault(FaultUnreadable, "[Content_Types].xml", err.Error(), "")
	}
	for _, name := range p.names {
		for _, what := range []string{partKey(name), p.types.of(name)} {
			for _, f := range forbidden {
				if strings.Contains(what, f.piece) {
					return fault(f.code, name, f.piece, "")
				}
			}
		}
		if path.Ext(partKey(name)) == ".rels" {
			if err := p.checkLinks(name); err != nil {
				return err
			}
		}
	}
	main, err := p.main()
	if err != nil {
		return err
	}
	if kind := p.types.of(main); kind != mainType {
		return fault(FaultNotWorkbook, main, kind, mainType)
	}
	return nil
}

// checkLinks refuses relations to somewhere else, except links for people to
// click: programs make one of every address that is typed.
func (p *pack) checkLinks(name string) error {
	relations, err := p.relations(name)
	if err != nil {
		return err
	}
	for _, r := range relations {
		if strings.EqualFold(r.Mode, "External") && r.kind() != "hyperlink" {
			return fault(FaultExternalLink, name+": "+r.Target, r.Target, "")
		}
	}
	return nil
}

// decode reads XML into a value. It refuses a document type: the format has
// none, and entities are declared in one.
func decode(content []byte, into any) error {
	d, err := decoder(content)
	if err != nil {
		return err
	}
	return d.Decode(into)
}

// decoder prepares to read XML. Its strictness refuses unknown entities and
// other encodings than UTF-8.
func decoder(content []byte) (*xml.Decoder, error) {
	if bytes.Contains(content, []byte("<!DOCTYPE")) {
		return nil, &xml.SyntaxError{Msg: "document type", Line: 1}
	}
	return xml.NewDecoder(bytes.NewReader(content)), nil
}
