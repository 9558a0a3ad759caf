package evidence_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

func TestASettingNamesAStore(t *testing.T) {
	dir := t.TempDir()
	access, secret := keyFiles(t)
	for name, tc := range map[string]struct{ setting, access, secret, want string }{
		"a folder's path":            {dir + "/a", "", "", dir + "/a"},
		"a folder's URL":             {"file://" + dir + "/b", "", "", dir + "/b"},
		"a bucket":                   {"s3://s3.example.vn/evidence", access, secret, "s3://s3.example.vn/evidence"},
		"a bucket's folder":          {"s3://minio:9000/evidence/hanoi/2023/?region=hn-1", access, secret, "s3://minio:9000/evidence/hanoi/2023"},
		"a bucket without TLS":       {"s3://minio:9000/evidence?insecure=true", access, secret, "s3://minio:9000/evidence"},
		"a bucket, TLS said in full": {"s3://minio:9000/evidence?insecure=false", access, secret, "s3://minio:9000/evidence"},
	} {
		t.Run(name, func(t *testing.T) {
			store, err := evidence.Open(tc.setting, tc.access, tc.secret)
			require.NoError(t, err)
			defer func() { assert.NoError(t, store.Close()) }()
			got, ok := store.(interface{ String() string })
			require.True(t, ok)
			assert.Equal(t, tc.want, got.String())
		})
	}
}

func TestSettingsThatNameNoStore(t *testing.T) {
	access, secret := keyFiles(t)
	const where = "evidence: store: expected a folder's path, file:///path/to/folder or s3://"
	for name, tc := range map[string]struct{ setting, want string }{
		"nothing":                       {"", where},
		"another scheme":                {"ftp://u:s3cretWord@host/x", where},
		"a folder's URL with a host":    {"file://host/x", where},
		"a folder's URL with a query":   {"file:///x?s3cretWord", where},
		"a path with a line break":      {"a\nb", where},
		"a bucket without a host":       {"s3:///bucket", where},
		"keys in the setting":           {"s3://AKIA:s3cretWord@host/bucket", where},
		"keys with a slash in them":     {"s3://AKIA:s3cret/Word@host/bucket", where},
		"keys with a question mark":     {"s3://AKIA?s3cretWord@host/bucket", where},
		"a fragment":                    {"s3://host/bucket#s3cretWord", where},
		"no bucket":                     {"s3://host", "expected a bucket's name behind the host"},
		"a bucket that is none":         {"s3://host/B_", "expected a bucket's name behind the host"},
		"a prefix that climbs":          {"s3://host/bucket/../x", "expected a prefix of letters"},
		"a prefix with a hole":          {"s3://host/bucket/a//b", "expected a prefix of letters"},
		"a prefix with a blank":         {"s3://host/bucket/a%20b", "expected a prefix of letters"},
		"an unknown option":             {"s3://host/bucket?secretKey=s3cretWord", "expected nothing but region and insecure"},
		"a query that is none":          {"s3://host/bucket?%s3cretWord", "expected nothing but region and insecure"},
		"insecure that is perhaps":      {"s3://host/bucket?insecure=1", "expected nothing but region and insecure"},
		"an option twice":               {"s3://host/bucket?insecure=true&insecure=false", "each once"},
		"a region that is no region":    {"s3://host/bucket?region=a%2Fb", "expected nothing but region"},
		"a host that is not a host":     {"s3://ho_st!/bucket", `evidence: s3://ho_st!/bucket: `},
		"a host with a path of its own": {"s3://host:port/bucket", where},
	} {
		t.Run(name, func(t *testing.T) {
			accessFile, secretFile := access, secret
			if !strings.HasPrefix(tc.setting, "s3") {
				accessFile, secretFile = "", ""
			}
			_, err := evidence.Open(tc.setting, accessFile, secretFile)
			require.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), "s3cret")
			assert.NotContains(t, err.Error(), "Word")
		})
	}
	_, err := evidence.Open(t.TempDir(), access, secret)
	assert.ErrorContains(t, err, "expected no key files, because the store is a folder")
}

func TestKeysComeFromFiles(t *testing.T) {
	good, _ := keyFiles(t)
	write := func(content string) string {
		path := filepath.Join(t.TempDir(), "key")
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	for name, tc := range map[string]struct{ access, secret, want string }{
		"no file for the access key":  {"", good, "evidence: access key: expected the path of a file"},
		"no file for the secret key":  {good, "", "evidence: secret key: expected the path of a file"},
		"a file that is not there":    {good, "/no/such/file", "evidence: secret key: open /no/such/file: no such file"},
		"a folder":                    {good, t.TempDir(), "evidence: secret key: read"},
		"an empty file":               {write(" \n"), good, "expected one word in it"},
		"two words":                   {good, write("Word Word"), "expected one word in it"},
		"two lines":                   {good, write("Word\nWord\n"), "expected one word in it"},
		"a byte that is no character": {good, write("Word\x00"), "expected one word in it"},
		"a file far too large":        {good, write(strings.Repeat("Word", 2000)), "expected one word in it"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := evidence.Open("s3://host/bucket", tc.access, tc.secret)
			require.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), "Word")
		})
	}
}
