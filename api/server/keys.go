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
	keys, n := outline(text)
	if n > maxValues+maxKeys {
		return malformed(CodeTooManyValues, "%s has more than %d values, which is the limit", name, maxValues)
	}
	if err := checkKeys(keys); err != nil {
		return malformed(CodeBadRequest, "%s is not a GraphQL request: %s", name, err)
	}
	return nil
}

// outline finds the keys of an object, quoted as they are and no more than tell
// that they are too many, and counts the commas
// between values: one less than those of each list and object. Of a text that is
// no JSON it finds what it may: the decoder refuses that.
func outline(text string) (keys []string, separators int) {
	depth, key, ended := 0, false, false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			end := i + 1
			for end < len(text) && text[end] != '"' {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			if key && end < len(text) && len(keys) <= maxKeys {
				keys = append(keys, text[i:end+1])
			}
			key, i = false, end
		case '{':
			depth++
			key = depth == 1 && !ended // the decoder refuses what comes behind
		case '[':
			depth++
		case '}', ']':
			depth--
			ended = ended || depth == 0
		case ',':
			separators++
			key = depth == 1 && !ended
		}
	}
	return keys, separators
}

// checkKeys refuses a request that another program may read otherwise than we
// do: the decoder takes the last of two equal keys and keys in capitals, where a
// gateway in front may have looked at the first, or at none.
func checkKeys(keys []string) error {
	seen := make(map[string]bool, len(keys))
	for _, quoted := range keys {
		var key string
		if json.Unmarshal([]byte(quoted), &key) != nil {
			return nil
		}
		if err := checkKey(key, seen); err != nil {
			return err
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
