package config

import (
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

// Evidence says where the documents behind figures are kept.
type Evidence struct {
	// Off keeps no evidence at all: none is taken and none is given, and no place
	// is needed for it. Default false.
	Off bool
	// URL is a folder's path, or a bucket that speaks S3:
	// s3://host:port/bucket/prefix, with ?region= where the bucket has one and
	// ?insecure=true where the host speaks plain HTTP. Default "": the folder
	// evidence in DataDir; see EvidenceURL.
	URL string
	// MaxBytes is the largest document, in bytes. Default 20 MiB.
	MaxBytes int64
	// AccessKeyFile and SecretKeyFile are the files that hold the bucket's keys.
	// Default "": the bucket asks for none.
	AccessKeyFile, SecretKeyFile string
}

// Workbook bounds the workbooks that are read.
type Workbook struct {
	// MaxBytes is the largest workbook, in bytes. Default 5 MiB.
	MaxBytes int64
}

// EvidenceURL is where evidence is kept: Evidence.URL or, where that is empty,
// the path of the folder in DataDir. It is empty where Evidence is off, and only
// there.
func (c Config) EvidenceURL() string {
	if c.Evidence.URL == "" && !c.Evidence.Off {
		return filepath.Join(c.DataDir, evidenceFolder)
	}
	return c.Evidence.URL
}

// bucketName matches what every S3 server takes for a bucket's name.
var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// bucketScheme starts the URL of evidence that is not kept in a folder.
const bucketScheme = "s3://"

const wantEvidenceURL = "a folder's path, or s3://host:port/bucket/prefix with no other parameters than " +
	"region and insecure, and the keys in files of their own"

// validEvidenceURL reports whether evidence can be kept there. It opens nothing.
func validEvidenceURL(s string) bool {
	if !strings.Contains(s, "://") {
		return validPath(s)
	}
	parsed, ok := parseURL(s, "s3")
	return ok && strings.HasPrefix(s, bucketScheme) && parsed.User == nil &&
		validBucketPath(parsed.Path) && validBucketQuery(parsed.RawQuery)
}

// validBucketPath accepts "/bucket" and "/bucket/a/prefix". A prefix with ".."
// could lead out of itself once a client cleans the path.
func validBucketPath(path string) bool {
	bucket, prefix, hasPrefix := strings.Cut(strings.Trim(path, "/"), "/")
	if !bucketName.MatchString(bucket) {
		return false
	}
	for part := range strings.SplitSeq(prefix, "/") {
		if hasPrefix && (part == "" || part == "." || part == "..") {
			return false
		}
	}
	return true
}

func validBucketQuery(raw string) bool {
	query, err := url.ParseQuery(raw)
	for key, values := range query {
		switch {
		case len(values) != 1:
			return false
		case key == "insecure" && (values[0] == "true" || values[0] == "false"):
		case key == "region" && values[0] != "":
		default:
			return false
		}
	}
	return err == nil
}
