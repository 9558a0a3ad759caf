package sheet

import (
	"path"
	"strings"
)

// A relation leads from one part to another, or to somewhere outside.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// kind is the last word of the type: it is the same in both dialects of the
// format.
func (r relation) kind() string { return path.Base(r.Type) }

// relations reads a .rels part; one that is not there has none.
func (p *pack) relations(name string) ([]relation, error) {
	content, ok := p.parts[partKey(name)]
	if !ok {
		return nil, nil
	}
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	if err := decode(content, &list); err != nil {
		return nil, fault(FaultUnreadable, name, err.Error(), "")
	}
	return list.Relations, nil
}

// relationsOf reads the relations of a part.
func (p *pack) relationsOf(part string) ([]relation, error) {
	folder, file := path.Split(part)
	return p.relations(folder + "_rels/" + file + ".rels")
}

// resolve is the name of the part that a relation of another part leads to.
func resolve(from, target string) string {
	if rest, absolute := strings.CutPrefix(target, "/"); absolute {
		return path.Clean(rest)
	}
	return path.Join(path.Dir(from), target)
}

// main is the name of the workbook part.
func (p *pack) main() (string, error) {
	relations, err := p.relations("_rels/.rels")
	if err != nil {
		return "", err
	}
	for _, r := range relations {
		if r.kind() == "officeDocument" {
			return resolve("", r.Target), nil
		}
	}
	return "", fault(FaultNotWorkbook, "_rels/.rels", "zip", "")
}
