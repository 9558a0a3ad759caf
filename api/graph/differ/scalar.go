package differ

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
)

// named says of what type and field an argument names a row.
var named = map[string]string{
	"agency": "Agency.code", "agencyCode": "Agency.code", "window": "ReportingWindow.code", "windowCode": "ReportingWindow.code",
	"plan": "Plan.code", "indicator": "Indicator.code", "number": "LegalDocument.number",
}

// text is a text for a filter or an argument.
func (m *generation) text(name, predicate string, s source) string {
	key := s.entity + "." + name
	switch {
	case s.entity == "" && name == "text":
		return pick(m, m.Pool.Words)
	case named[name] != "":
		key = named[name]
	case s.entity == "":
		key = s.returns + "." + name
	}
	known := m.Pool.Fields[key]
	if len(known) == 0 || m.chance(6) {
		return pick(m, strange)
	}
	text := pick(m, known)
	if predicate == "" || predicate == "In" || predicate == "NotIn" || predicate == "NEQ" {
		return text
	}
	return m.part(text, predicate)
}

// strange are texts that mean something to a database, to Go or to JSON.
var strange = []string{
	`"unknown"`, `""`, `"%"`, `"_"`, `"\\"`, `"'"`, `"3.5"`, `"A"`, `"đ"`, `"''"`, `"\\'"`, `"$1"`, `"$1::text"`, `"$$"`, `"'; --"`, `"') OR true --"`, `"/*"`,
	`"E'\\''"`, `"\""`, `"\\\""`, `"{a,b}"`, `"%s"`, `"a\u0000b"`, `"\u0001"`, `"\n"`, `"\u2028"`, `"😀"`, `"NULL"`, `"t1.id"`,
}

// part is the beginning, the middle or the end of a text.
func (m *generation) part(text, predicate string) string {
	runes := []rune(strings.Trim(text, `"`))
	if len(runes) == 0 || strings.Contains(text, `\`) {
		return text
	}
	from, to := m.IntN(len(runes)), m.IntN(len(runes)+1)
	switch {
	case strings.HasSuffix(predicate, "Prefix"):
		from = 0
	case strings.HasSuffix(predicate, "Suffix"):
		to = len(runes)
	}
	if from > to {
		from, to = to, from
	}
	return `"` + string(runes[from:to]) + `"`
}

// unknown is an id that was never given.
func (m *generation) unknown() string {
	id, err := gid.Parse(unquoted(pick(m, m.Pool.IDs[pick(m, sortedKeys(m.Pool.IDs))])))
	if err != nil {
		return `"abc"`
	}
	id.Key = uuid.MustParse("0190a3c0-0000-7000-8000-00000000ffff")
	return quoted(id.String())
}

// time is about a time at which something happened, in some zone; now and then
// one that is to come.
func (m *generation) time() string {
	if m.chance(3) {
		return pick(m, m.Pool.Future)
	}
	at, err := time.Parse(time.RFC3339Nano, unquoted(pick(m, m.Pool.Times)))
	if err != nil {
		return `"2023-04-02T00:00:00Z"`
	}
	at = at.Add(pick(m, []time.Duration{0, 0, 0, time.Microsecond, -time.Microsecond, 12 * time.Hour, -time.Second, 999 * time.Nanosecond}))
	zone := pick(m, []*time.Location{time.UTC, time.FixedZone("", 7*3600), time.FixedZone("", -(3*3600 + 1800))})
	return quoted(at.In(zone).Format(time.RFC3339Nano))
}
