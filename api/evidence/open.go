package evidence

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/minio/minio-go/v7/pkg/s3utils"
)

const wantAddress = "a folder's path, file:///path/to/folder or s3://host:9000/bucket/prefix?region=…&insecure=true"

// Open opens the store that a setting names:
//
//	/var/lib/tiendo/evidence, file:///var/lib/tiendo/evidence   a folder
//	s3://host:9000/bucket/prefix?region=…&insecure=true         an S3 bucket
//
// The two key files belong to a bucket and hold the access key and the secret key,
// one each; they are read once. Keys never stand in the setting. A bucket's region
// is asked for where it is not given, and its traffic is encrypted unless insecure
// is true. Opening a bucket connects to nothing yet. No error holds a key.
func Open(setting, accessKeyFile, secretKeyFile string) (Store, error) {
	scheme, rest, isURL := strings.Cut(setting, "://")
	if isURL && scheme == "s3" {
		at, err := parseAddress(setting)
		if err != nil {
			return nil, err
		}
		accessKey, err := readKey("access key", accessKeyFile)
		if err != nil {
			return nil, err
		}
		secretKey, err := readKey("secret key", secretKeyFile)
		if err != nil {
			return nil, err
		}
		return openBucket(at, accessKey, secretKey)
	}
	switch {
	case isURL && (scheme != "file" || !strings.HasPrefix(rest, "/") || strings.ContainsAny(rest, "?#%")),
		setting == "", strings.ContainsAny(setting, "\x00\n"):
		// Not repeated: it may be another service's address, password and all.
		return nil, errors.New("evidence: store: expected " + wantAddress)
	case accessKeyFile != "" || secretKeyFile != "":
		return nil, errors.New("evidence: store: expected no key files, because the store is a folder")
	case isURL:
		return OpenFolder(rest)
	}
	return OpenFolder(setting)
}

// address is a bucket's place, taken apart.
type address struct {
	endpoint, bucket, prefix, region string
	insecure                         bool
}

// String is the address for people.
func (a address) String() string { return "s3://" + a.endpoint + "/" + path.Join(a.bucket, a.prefix) }

var (
	prefixForm = regexp.MustCompile(`\A[0-9A-Za-z._-]+(/[0-9A-Za-z._-]+)*\z`)
	regionForm = regexp.MustCompile(`\A[0-9a-z-]{0,64}\z`)
)

func parseAddress(setting string) (address, error) {
	u, err := url.Parse(setting)
	if err != nil || u.User != nil || u.Host == "" || u.Fragment != "" || strings.Contains(u.RawQuery, "@") || strings.Contains(u.Path, "@") {
		return address{}, errors.New("evidence: store: expected " + wantAddress + ", with the keys in files")
	}
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	at := address{endpoint: u.Host, bucket: name, prefix: prefix}
	if s3utils.CheckValidBucketNameStrict(name) != nil {
		return address{}, fmt.Errorf("evidence: store %q: expected a bucket's name behind the host", at)
	}
	if prefix != "" && (!prefixForm.MatchString(prefix) || path.Clean("/"+prefix) != "/"+prefix) {
		return address{}, fmt.Errorf("evidence: store %q: expected a prefix of letters, digits and . _ - /", at)
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return address{}, fmt.Errorf("evidence: store %q: expected nothing but region and insecure behind the ?", at)
	}
	for key, values := range query {
		switch {
		case key == "region" && len(values) == 1 && regionForm.MatchString(values[0]):
			at.region = values[0]
		case key == "insecure" && len(values) == 1 && (values[0] == "true" || values[0] == "false"):
			at.insecure, _ = strconv.ParseBool(values[0])
		default:
			return address{}, fmt.Errorf("evidence: store %q: expected nothing but region and insecure=true or false behind the ?, each once", at)
		}
	}
	return at, nil
}

// maxKey is the most bytes of a key's file.
const maxKey = 4096

func readKey(what, file string) (string, error) {
	if file == "" {
		return "", fmt.Errorf("evidence: %s: expected the path of a file that holds it", what)
	}
	f, err := os.Open(file)
	if err != nil {
		return "", fmt.Errorf("evidence: %s: %w", what, err)
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxKey+1))
	if err != nil {
		return "", fmt.Errorf("evidence: %s: %w", what, err)
	}
	key := strings.TrimSpace(string(text))
	if key == "" || len(text) > maxKey || strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", fmt.Errorf("evidence: %s: file %s: expected one word in it", what, file)
	}
	return key, nil
}
