package config

import (
	"fmt"
	"io/fs"
)

// tooOpen says what was expected of the permissions of a secret's file; empty
// where they will do.
//
// A group that reads our own file is one nobody asked us about. Where the file is
// somebody else's, that group is how we read it: Kubernetes mounts a Secret for
// a pod with fsGroup as root's, mode 0440, for a group that is the pod's alone.
func tooOpen(mode fs.FileMode, ours bool) string {
	mode = mode.Perm()
	switch {
	case mode&0o007 != 0, mode&0o077 != 0 && ours:
		return fmt.Sprintf("a file for its owner alone (mode 0600), because whoever reads it can sign links; its mode is %04o", mode)
	case mode&0o030 != 0:
		return fmt.Sprintf("a file that its group may read at most (mode 0440), because whoever writes it can sign links; its mode is %04o", mode)
	}
	return ""
}
