package codegen

import (
	"fmt"
	"go/format"
	"os"
	"path/filepath"
)

// formatFiles rewrites the files of dir in the canonical style.
func formatFiles(dir string, names ...string) error {
	for _, name := range names {
		path := filepath.Join(dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if text, err = format.Source(text); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
