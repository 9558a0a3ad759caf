package database

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// PostgreSQL cuts names to 63 bytes without a word. Databases end before that, so
// that the names of their roles fit.
const (
	longestName = 55
	ownerSuffix = "_owner"
	hashBytes   = 8
)

// markPrefix begins the comments on everything that is the operator's.
const markPrefix = "tiendo.vn "

// Name is the database of an Instance: tiendo_<namespace>__<instance> with _ for -.
// No two Instances have the same: where that text would be too long or could be
// read in two ways, it ends in ___ and a hash in place of the rest.
func Name(namespace, instance string) string {
	name := "tiendo_" + strings.ReplaceAll(namespace, "-", "_") + "__" + strings.ReplaceAll(instance, "-", "_")
	// Without a double hyphen in either part, __ stands in one place alone.
	if len(name) <= longestName && !strings.Contains(namespace+"/"+instance, "--") {
		return name
	}
	sum := sha256.Sum256([]byte(namespace + "/" + instance))
	hash := "___" + hex.EncodeToString(sum[:hashBytes])
	return strings.TrimRight(name[:min(len(name), longestName-len(hash))], "_") + hash
}

// Owner is the role that owns a database.
func Owner(database string) string { return database + ownerSuffix }

// Role is the role that signs in with credentials of that number.
func Role(database string, number int64) string {
	if number%2 == 0 {
		return database + "_b"
	}
	return database + "_a"
}

// Mark is the comment that makes a database and its owner an Instance's.
func Mark(namespace, instance string) string { return markPrefix + namespace + "/" + instance }

// numbered is the comment on a role that signs in: whose it is, and the number of
// its credentials.
func numbered(mark string, number int64) string { return mark + " " + strconv.FormatInt(number, 10) }

// number reads a comment that numbered wrote; false where it is not the mark's.
func number(comment, mark string) (int64, bool) {
	rest, ours := strings.CutPrefix(comment, mark+" ")
	n, err := strconv.ParseInt(rest, 10, 64)
	return n, ours && err == nil && n > 0
}
