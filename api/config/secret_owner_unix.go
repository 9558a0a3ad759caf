//go:build unix

package config

import (
	"io/fs"
	"os"
	"syscall"
)

// isOurs reports whether a file belongs to the user the process runs as.
func isOurs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid()
}
