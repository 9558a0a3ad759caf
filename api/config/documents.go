package config

// Which documents run.
const (
	// DocumentsOpen runs whatever a client sends.
	DocumentsOpen = "open"
	// DocumentsTrusted runs what was published by tiendo documents publish.
	DocumentsTrusted = "trusted"
)
