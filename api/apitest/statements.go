package apitest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"sync"

	"entgo.io/ent/dialect"

	"github.com/tiendo-vn/tiendo/ent/migrations"
)

// Statements remembers what was sent to a database.
type Statements struct {
	mu  sync.Mutex
	all []string
}

var queryText = regexp.MustCompile(`query=(?s)(.*?) args=`)

// record takes a line of ent's debug driver.
func (s *Statements) record(_ context.Context, line ...any) {
	if m := queryText.FindStringSubmatch(fmt.Sprint(line...)); m != nil {
		s.mu.Lock()
		s.all = append(s.all, m[1])
		s.mu.Unlock()
	}
}

// Reset forgets everything.
func (s *Statements) Reset() {
	s.mu.Lock()
	s.all = nil
	s.mu.Unlock()
}

// All returns the statements since the last Reset.
func (s *Statements) All() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.all...)
}

// Writes returns those that change something.
func (s *Statements) Writes() []string {
	var writes []string
	for _, q := range s.All() {
		verb, _, _ := strings.Cut(strings.TrimSpace(strings.ToUpper(q)), " ")
		if verb == "INSERT" || verb == "UPDATE" || verb == "DELETE" {
			writes = append(writes, q)
		}
	}
	return writes
}

// migrationsHash changes with every migration.
func migrationsHash() (string, error) {
	sum, err := fs.ReadFile(migrations.Of(dialect.Postgres), "atlas.sum")
	if err != nil {
		return "", err
	}
	digest := sha256.Sum256(sum)
	return hex.EncodeToString(digest[:8]), nil
}
