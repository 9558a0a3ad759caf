package access

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

const (
	// What may be written, in bytes: a subject, a name, the name of a machine
	// token, why a role is lent.
	mostSubject   = 255
	mostName      = 255
	mostTokenName = 100
	mostReason    = 2000
	// longestLoan is how long a role may be lent.
	longestLoan = 90 * 24 * time.Hour
	// longestToken is how long a machine token may be good: a leap year.
	longestToken = 366 * 24 * time.Hour
)

// checkGrant finds what is wrong with the values of a grant.
func checkGrant(in GrantRoleInput, now time.Time) (faults change.Faults) {
	if !isSubject(in.Subject) || isMachine(in.Subject) {
		faults = append(faults, change.Fault(change.Invalid, []string{"subject"}, change.Say(
			"%[1]q không phải là định danh người dùng; cần địa chỉ nhà cung cấp đăng nhập, dấu # và mã người dùng, tối đa %[2]d byte.",
			"%[1]q is not a subject; expected the address of the sign-in provider, # and the subject there, %[2]d bytes at most.", in.Subject, mostSubject)))
	}
	if in.Name != nil {
		faults = append(faults, checkText("name", *in.Name, mostName)...)
	}
	if in.Until != nil && !in.Until.After(now) {
		faults = append(faults, past("until", *in.Until))
	}
	return faults
}

// isSubject says whether text can be a subject: an issuer, "#" and a name.
func isSubject(text string) bool {
	issuer, name, found := strings.Cut(text, "#")
	return found && issuer != "" && strings.TrimSpace(name) != "" && len(text) <= mostSubject && isClean(text)
}

// isClean says whether text can be kept and shown: in normal form C, and
// without characters that cannot be seen.
func isClean(text string) bool {
	return norm.NFC.IsNormalString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) || r == unicode.ReplacementChar })
}

// checkText finds what is wrong with a text of one line that is needed.
func checkText(path, text string, most int) change.Faults {
	switch {
	case strings.TrimSpace(text) == "":
		return change.Faults{change.Fault(change.Required, []string{path}, change.Say(
			"Cần nhập %[1]s.", "%[1]s is needed.", path))}
	case len(text) > most || !isClean(text):
		return change.Faults{change.Fault(change.Invalid, []string{path}, change.Say(
			"%[1]s phải là một dòng, tối đa %[2]d byte, theo chuẩn Unicode NFC.", "%[1]s has to be one line of %[2]d bytes at most, in Unicode normal form C.", path, most))}
	}
	return nil
}

// past is the fault of a time that should be to come.
func past(path string, at time.Time) *change.UserError {
	return change.Fault(change.Invalid, []string{path}, change.Say(
		"%[1]s đã qua; cần một thời điểm trong tương lai.", "%[1]s is past; expected a time to come.", at.Format(time.RFC3339)))
}

// checkScopes finds what is wrong with the scopes of a token.
func checkScopes(scopes []viewer.Scope) change.Faults {
	if len(scopes) == 0 {
		return change.Faults{change.Fault(change.Required, []string{"scopes"}, change.Say(
			"Cần ít nhất một phạm vi; READ chỉ cho phép đọc.", "At least one scope is needed; READ allows reading alone."))}
	}
	for n, s := range scopes {
		if slices.Contains(scopes[:n], s) {
			return change.Faults{change.Fault(change.Invalid, []string{"scopes"}, change.Say(
				"Phạm vi %[1]s bị lặp lại.", "The scope %[1]s is there twice.", s))}
		}
	}
	return nil
}

// nameOr is a name that was given, or another.
func nameOr(name *string, other string) string {
	if name != nil {
		return *name
	}
	return other
}

// instant is a time as the databases keep it: UTC, in microseconds.
func instant(at time.Time) time.Time { return at.UTC().Truncate(time.Microsecond) }
