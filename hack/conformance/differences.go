package main

import "maps"

// differences are the audits that profile current does not follow, with what the
// edition of September 2026 says in their place. A test keeps the list exact.
var differences = func() map[string]string {
	const (
		malformed = "5.4: not a well-formed request is 422"
		typed     = "5.1: a failure keeps its 4xx and the newer media type for clients of plain JSON"
		invalid   = "5.4: variables that cannot be coerced are 422"
		ours      = "4.2, 5.1: who takes anything gets the newer media type"
		byGet     = "4: GET is ours to offer; it carries persisted documents alone"
	)
	list := map[string]string{
		"47DE": ours, "80D8": ours,
		"5A70": byGet, "D6D5": byGet, "6A70": byGet,
		"423L": malformed, "3E3A": malformed,
		"572B": typed, "FDE2": typed, "7B9B": typed,
		"86EE": invalid,
	}
	for _, group := range []string{"LKJ", "6C0", "476", "58B"} {
		maps.Insert(list, func(yield func(string, string) bool) {
			for _, n := range "0123" {
				if !yield(group+string(n), malformed) {
					return
				}
			}
		})
	}
	return list
}()
