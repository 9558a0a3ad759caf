package report

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/tiendo-vn/tiendo/api/service/change"
)

// remark brings a text into the form that is kept: composed characters, no
// spaces around it, null where there is nothing. needed says that there has to
// be one.
func remark(text **string, path string, needed bool) change.Faults {
	return clean(text, path, maxText, needed)
}

func clean(text **string, path string, longest int, needed bool) change.Faults {
	if *text != nil {
		kept := strings.TrimSpace(norm.NFC.String(**text))
		*text = &kept
		if kept == "" {
			*text = nil
		}
	}
	switch {
	case *text == nil && needed:
		return change.Faults{change.Fault(change.Required, []string{path}, change.Say(
			"Thiếu %[1]s.", "%[1]s is missing.", path))}
	case *text == nil:
		return nil
	case strings.ContainsRune(**text, 0):
		return change.Faults{change.Fault(change.Invalid, []string{path}, change.Say(
			"%[1]s chứa ký tự NUL.", "%[1]s contains NUL.", path))}
	case len(**text) > longest:
		return change.Faults{change.Fault(change.Invalid, []string{path}, change.Say(
			"%[1]s dài %[2]d byte; nhiều nhất %[3]d.", "%[1]s has %[2]d bytes; at most %[3]d.", path, len(**text), longest))}
	}
	return nil
}

// required is remark for a text that is not optional.
func required(text, path string, longest int) (string, change.Faults) {
	kept := &text
	faults := clean(&kept, path, longest, true)
	if kept == nil {
		return "", faults
	}
	return *kept, faults
}
