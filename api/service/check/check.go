// Package check looks at figures and reports and says what is wrong with
// them. What is checked is data, in checks.yaml; how, is code here.
package check

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
)

//go:embed checks.yaml
var source []byte

// A Check is one line of the list.
type Check struct {
	Code       string            `yaml:"code"`
	Rule       string            `yaml:"rule"`
	Severity   change.Severity   `yaml:"severity"`
	Unit       indicator.Unit    `yaml:"unit"`
	Grade      figure.Grade      `yaml:"grade"`
	Min        *decimal.Decimal  `yaml:"min"`
	Max        *decimal.Decimal  `yaml:"max"`
	Share      *decimal.Decimal  `yaml:"share"`
	Exceptions map[string]Bounds `yaml:"exceptions"`
	Vi         string            `yaml:"vi"`
	En         string            `yaml:"en"`
}

// Bounds are the smallest and largest number that make sense.
type Bounds struct {
	Min *decimal.Decimal `yaml:"min"`
	Max *decimal.Decimal `yaml:"max"`
}

// all are the checks in force.
var all = func() []Check {
	list, err := read(source)
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	return list
}()

// All returns the checks in their order.
func All() []Check { return slices.Clone(all) }

// read reads a list of checks. The error names the check and what is wrong.
func read(text []byte) ([]Check, error) {
	var file struct {
		Checks []Check `yaml:"checks"`
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	seen := map[string]bool{}
	for _, c := range file.Checks {
		_, known := rules[c.Rule]
		switch {
		case c.Code == "" || seen[c.Code]:
			return nil, fmt.Errorf("check: code %q is empty or stands twice", c.Code)
		case !known && c.Rule != narrativeRule:
			return nil, fmt.Errorf("check %s: rule %q is not one of the code's", c.Code, c.Rule)
		case c.Severity != change.Error && c.Severity != change.Warning:
			return nil, fmt.Errorf("check %s: severity %q is neither ERROR nor WARNING", c.Code, c.Severity)
		case c.Rule == jumpRule && c.Share == nil:
			return nil, fmt.Errorf("check %s: rule jump needs a share", c.Code)
		case c.Unit != "" && indicator.UnitValidator(c.Unit) != nil:
			return nil, fmt.Errorf("check %s: unit %q is not one of an indicator", c.Code, c.Unit)
		case c.Grade != "" && figure.GradeValidator(c.Grade) != nil:
			return nil, fmt.Errorf("check %s: grade %q is not one of a figure", c.Code, c.Grade)
		case c.Vi == "" || c.En == "":
			return nil, fmt.Errorf("check %s: a sentence in each language is needed", c.Code)
		}
		seen[c.Code] = true
	}
	return file.Checks, nil
}

// A Finding is what a check found.
type Finding struct {
	Check    string
	Severity change.Severity
	Message  change.Sentence
}

// finding fills the check's sentences in.
func (c Check) finding(words ...string) Finding {
	fill := strings.NewReplacer(words...)
	return Finding{c.Code, c.Severity, change.Sentence{Vi: fill.Replace(c.Vi), En: fill.Replace(c.En)}}
}

// Waivable says whether findings of a check may be waived.
func Waivable(code string) bool {
	return slices.ContainsFunc(all, func(c Check) bool { return c.Code == code && c.Severity == change.Warning })
}
