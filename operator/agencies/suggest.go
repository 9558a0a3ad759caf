package agencies

import (
	"cmp"
	"slices"
	"strings"
)

// mostSuggestions is how many codes are worth reading after a mistake.
const mostSuggestions = 3

// Suggest returns the codes that a wrong one may have meant, the nearest first:
// those within a typo or two of it, and those that it holds whole, as
// "tinh-lao-cai" holds "lao-cai". Groups are left out, since no Tenant may be one.
func Suggest(code string) []string {
	type candidate struct {
		code     string
		distance int
	}
	var near []candidate
	for _, a := range table {
		if a.Kind == KindGroup {
			continue
		}
		// A third of the letters wrong is no longer the same word.
		if d := distance(code, a.Code); d <= min(2, len(a.Code)/3) {
			near = append(near, candidate{a.Code, d})
		} else if len(a.Code) > 3 && strings.Contains("-"+code+"-", "-"+a.Code+"-") {
			near = append(near, candidate{a.Code, 3})
		}
	}
	slices.SortFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.code, b.code))
	})
	var codes []string
	for _, c := range near[:min(len(near), mostSuggestions)] {
		codes = append(codes, c.code)
	}
	return codes
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to make one word of the other.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
