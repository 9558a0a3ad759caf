package change

import "fmt"

// A Sentence is for people, in the two languages of the API.
type Sentence struct{ Vi, En string }

// Say makes a sentence; the arguments are put into both texts by number, as
// in %[1]s.
func Say(vi, en string, args ...any) Sentence {
	if len(args) == 0 {
		return Sentence{vi, en}
	}
	return Sentence{fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...)}
}

// In returns the sentence in Vietnamese or English.
func (s Sentence) In(vietnamese bool) string {
	if vietnamese {
		return s.Vi
	}
	return s.En
}
