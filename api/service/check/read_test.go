package check

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAListThatIsNotValidIsRefused(t *testing.T) {
	const good = `{code: A, rule: rank, severity: ERROR, vi: a, en: a}`
	rows := map[string]struct{ text, want string }{
		"no YAML":                   {"checks: [", "check:"},
		"a field nobody knows":      {"checks: [{code: A, colour: red}]", "colour"},
		"no code":                   {"checks: [{rule: rank, severity: ERROR, vi: a, en: a}]", `code ""`},
		"a code twice":              {"checks: [" + good + ", " + good + "]", `code "A" is empty or stands twice`},
		"a rule nobody wrote":       {"checks: [{code: A, rule: magic, severity: ERROR, vi: a, en: a}]", `rule "magic"`},
		"no severity":               {"checks: [{code: A, rule: rank, vi: a, en: a}]", `severity ""`},
		"a severity nobody knows":   {"checks: [{code: A, rule: rank, severity: FATAL, vi: a, en: a}]", `severity "FATAL"`},
		"no Vietnamese sentence":    {"checks: [{code: A, rule: rank, severity: ERROR, en: a}]", "a sentence in each language"},
		"no English sentence":       {"checks: [{code: A, rule: rank, severity: ERROR, vi: a}]", "a sentence in each language"},
		"a bound that is no number": {`checks: [{code: A, rule: range, severity: ERROR, min: "much", vi: a, en: a}]`, "check:"},
		"a jump without its share":  {"checks: [{code: A, rule: jump, severity: ERROR, vi: a, en: a}]", "share"},
		"a unit nobody knows":       {"checks: [{code: A, rule: range, severity: ERROR, unit: PARSEC, vi: a, en: a}]", "PARSEC"},
		"a grade nobody knows":      {"checks: [{code: A, rule: range, severity: ERROR, grade: GUESS, vi: a, en: a}]", "GUESS"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			list, err := read([]byte(row.text))
			require.Error(t, err)
			assert.ErrorContains(t, err, row.want)
			assert.Nil(t, list)
		})
	}
	list, err := read([]byte("checks: [" + good + "]"))
	require.NoError(t, err)
	assert.Len(t, list, 1)
}
