package explorer

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed examples
var examples embed.FS

// An Example is a query the explorer opens with.
type Example struct {
	// Name is what the example shows, in a few words: the first line of its file.
	Name string `json:"name"`
	// Query is the document, comments included.
	Query string `json:"query"`
	// Variables is a JSON object, or nil when the query takes none.
	Variables json.RawMessage `json:"variables,omitempty"`
}

// Examples returns the examples in the order of their file names:
// examples/N-name.graphql, with the variables beside it in N-name.json. A test
// of the server runs each of them, so none goes stale.
func Examples() []Example {
	list, err := readExamples(examples)
	if err != nil {
		panic(fmt.Sprintf("explorer: %v", err)) // embedded, so only a bad build gets here
	}
	return list
}

func readExamples(fsys fs.FS) ([]Example, error) {
	names, err := fs.Glob(fsys, "examples/*.graphql")
	if err != nil {
		return nil, err
	}
	list := make([]Example, 0, len(names))
	for _, name := range names {
		query, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		variables, err := fs.ReadFile(fsys, strings.TrimSuffix(name, ".graphql")+".json")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		first, _, _ := strings.Cut(string(query), "\n")
		title, ok := strings.CutPrefix(first, "# ")
		if !ok {
			return nil, fmt.Errorf("%s does not start with a comment that names it", name)
		}
		list = append(list, Example{
			Name:      strings.TrimSuffix(title, "."),
			Query:     string(query),
			Variables: variables,
		})
	}
	return list, nil
}
