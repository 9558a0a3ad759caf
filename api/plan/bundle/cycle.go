package bundle

import (
	"slices"
	"strings"
)

// cycles finds the circles in a graph that is walked from each node in turn:
// next gives the nodes that a node leads to. Each circle is returned once, as
// the nodes from the one that comes first in nodes, back to itself.
func cycles(nodes []string, next func(string) []string) [][]string {
	const (
		open = 1
		done = 2
	)
	var found [][]string
	var path []string
	state := map[string]int{}
	var visit func(string)
	visit = func(node string) {
		state[node] = open
		path = append(path, node)
		for _, to := range next(node) {
			switch state[to] {
			case open:
				circle := slices.Clone(path[slices.Index(path, to):])
				found = append(found, append(circle, to))
			case 0:
				visit(to)
			}
		}
		path = path[:len(path)-1]
		state[node] = done
	}
	for _, node := range nodes {
		if state[node] == 0 {
			visit(node)
		}
	}
	return found
}

// arrow writes a circle as "a → b → a".
func arrow(circle []string) string { return strings.Join(circle, " → ") }
