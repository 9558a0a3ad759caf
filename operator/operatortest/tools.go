package operatortest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Root is the folder of the project.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	if filepath.IsAbs(file) {
		return filepath.Join(filepath.Dir(file), "..", "..")
	}
	// Built with -trimpath: tests run in their package's folder.
	dir, err := os.Getwd()
	for err == nil && dir != "/" {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	panic("operatortest: no go.mod above the working directory")
}

// Tools returns a folder with the named programs. KUBEBUILDER_ASSETS names it
// where it holds them all; else they are built once, which takes minutes and says
// so on standard error.
func Tools(names ...string) (string, error) {
	if assets := os.Getenv("KUBEBUILDER_ASSETS"); assets != "" && holds(assets, names) {
		return assets, nil
	}
	install := exec.Command(filepath.Join(Root(), "hack", "tools", "install"), names...)
	install.Stderr = os.Stderr
	out, err := install.Output()
	if err != nil {
		return "", fmt.Errorf("hack/tools/install %s: %w", strings.Join(names, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

func holds(folder string, names []string) bool {
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			return false
		}
	}
	return true
}
