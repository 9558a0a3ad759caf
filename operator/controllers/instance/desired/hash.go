package desired

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// hashOf are eight hexadecimal digits that stand for the parts, each of which can
// be written as JSON: as JSON, "ab" and "c" differ from "a" and "bc".
func hashOf(parts ...any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		panic(err) // strings, and structs made for being written as JSON
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:4])
}
