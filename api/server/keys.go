package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

// requestKeys are the keys that a request may have and we read.
var requestKeys = []string{"query", "operationName", "variables", "extensions", "documentId"}

// maxKeys is how many keys a request may have, those we ignore among them.
const maxKeys = 50

// checkText refuses the text of a request before it is decoded, for what the
// decoder would mend without a word, or take long over.
func checkText(name, text string) *refusal {
	if !utf8.ValidString(text) {
		return refuse(http.StatusBadRequest, CodeBadRequest, "%s is not in UTF-8", name)
	}
	if n := separators(text); n > maxValues+maxKeys {
		return malformed(CodeTooManyValues, "%s has more than %d values, which is the limit", name, maxValues)
	}
	if err := checkKeys(text); err != nil {
		return malformed(CodeBadRequest, "%s is not a GraphQL request: %s", name, err)
	}
	return nil
}

// separators counts the commas between values: one less than those of each list
// and object.
func separators(text string) int {
	n, within := 0, false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			within = !within
		case '\\':
			i++
		case ',':
			if !within {
				n++
			}
		}
	}
	return n
}

// checkKeys refuses a request that another program may read otherwise than we
// do: the decoder takes the last of two equal keys and keys in capitals, where a
// gateway in front may have looked at the first, or at none. What is not JSON, or
// no object, is left to the decoder.
func checkKeys(text string) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	if begin, err := decoder.Token(); err != nil || begin != json.Delim('{') {
		return nil
	}
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil
		}
		key, _ := token.(string) // of an object it is nothing else
		if err := checkKey(key, seen); err != nil {
			return err
		}
		var skipped json.RawMessage
		if decoder.Decode(&skipped) != nil {
			return nil
		}
	}
	return nil
}

func checkKey(key string, seen map[string]bool) error {
	if seen[key] {
		return fmt.Errorf("the key %q is there twice", shorten(key))
	}
	seen[key] = true
	if len(seen) > maxKeys {
		return errManyKeys
	}
	for _, known := range requestKeys {
		if key != known && strings.EqualFold(key, known) {
			return fmt.Errorf("the key %q is written %q", shorten(key), known)
		}
	}
	return nil
}

var errManyKeys = errors.New("it has too many keys")
