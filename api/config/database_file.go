package config

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
)

// mostURL is more than any database's URL, and less than a wrong file.
const mostURL = 4096

const (
	wantURLFile = "a file that holds the database's URL"
	// A path would do in the setting. In a file it is more likely a password whose
	// file was mistaken for the URL's: it would name a new, empty database.
	wantURLInFile = wantURLFile + ", postgres://user:password@host:5432/name with the password percent-encoded, or sqlite:///path/to/file"
)

// readDatabaseURL takes the database's URL from its file, where one is named.
// Of the content nothing is ever shown: where in it the password is, is anybody's
// guess.
func (l *loader) readDatabaseURL(c *Config) {
	path := c.DatabaseURLFile
	if path == "" {
		return
	}
	if c.DatabaseURL != "" {
		l.fault("database.urlFile", path, "nothing, because database.url is given as well (%s); the database is named by one of the two", l.origin["database.url"])
		return
	}
	content, err := readShort(path, mostURL)
	url := strings.TrimSpace(content)
	switch {
	case err != nil:
		l.fault("database.urlFile", path, "%s: %v", wantURLFile, err)
	case url == "":
		l.fault("database.urlFile", path, "%s; it is empty", wantURLInFile)
	case !strings.Contains(url, "://") || !validDatabaseURL(url):
		l.fault("database.urlFile", path, "%s; its content is something else", wantURLInFile)
	default:
		c.DatabaseURL = DatabaseURL(url)
	}
}

// readShort reads a file that ought to be short. The error does not repeat the
// path.
func readShort(path string, most int64) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", withoutPath(err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(content)) > most {
		err = errors.New("it is too long")
	}
	return string(content), withoutPath(err)
}

// withoutPath is an error of a file for a message that names the file already.
func withoutPath(err error) error {
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
