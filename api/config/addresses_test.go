package config_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/config"
)

// load loads settings that are all given as flags.
func load(flags map[string]any) (config.Config, error) {
	return config.Load(config.FromEnvironment(home), config.FromFlags(flags))
}

func TestValuesOfServicesThatAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		key, value string
		want       string
	}{
		"an issuer over http":                     {"auth.issuer", "http://id.example.vn", `auth.issuer = "http://id.example.vn" (flag --auth-issuer): expected an https URL`},
		"an issuer over http in the house":        {"auth.issuer", "http://10.0.0.1", "http on a loopback address"},
		"an issuer with a query":                  {"auth.issuer", "https://id.example.vn/?a=b", "an https URL without a query"},
		"an issuer with a fragment":               {"auth.issuer", "https://id.example.vn/#", "an https URL"},
		"an issuer without a scheme":              {"auth.issuer", "id.example.vn", "an https URL"},
		"an issuer without a host":                {"auth.issuer", "https:///realm", "an https URL"},
		"a host that only looks like loopback":    {"auth.issuer", "http://localhost.example.vn", "an https URL"},
		"an audience of two lines":                {"auth.audience", "a\nb", "a client id"},
		"no claim for the subject":                {"auth.subjectClaim", "", "a claim's name"},
		"a claim that ends in a dot":              {"auth.nameClaim", "profile.", "a claim's name"},
		"a claim with a space":                    {"auth.emailClaim", "e mail", "a claim's name"},
		"a skew beyond five minutes":              {"auth.clockSkew", "6m", "from 0s to 5m0s"},
		"a public address of another kind":        {"publicUrl", "ftp://tiendo.example.vn", "an http or https URL"},
		"a public address with a query":           {"publicUrl", "https://tiendo.example.vn?", "an http or https URL"},
		"a public address with port 0":            {"publicUrl", "https://tiendo.example.vn:0", "an http or https URL"},
		"a public address with an empty port":     {"publicUrl", "https://tiendo.example.vn:", "an http or https URL"},
		"evidence on the web":                     {"evidence.url", "https://x.vn/b", "a folder's path, or s3://host:port/bucket/prefix"},
		"evidence without a bucket":               {"evidence.url", "s3://minio:9000", "a folder's path"},
		"a bucket in capitals":                    {"evidence.url", "s3://minio:9000/Bucket", "a folder's path"},
		"a scheme in capitals":                    {"evidence.url", "S3://minio:9000/bucket", "a folder's path"},
		"a prefix that leads out":                 {"evidence.url", "s3://minio/bucket/a/%2e%2e/b", "a folder's path"},
		"a prefix with a gap":                     {"evidence.url", "s3://minio/bucket/a//b", "a folder's path"},
		"a parameter of a bucket that is unknown": {"evidence.url", "s3://minio/bucket?regoin=x", "no other parameters than region and insecure"},
		"a bucket insecure or not":                {"evidence.url", "s3://minio/bucket?insecure=yes", "a folder's path"},
		"a region given twice":                    {"evidence.url", "s3://minio/bucket?region=a&region=b", "a folder's path"},
		"documents too small for anything":        {"evidence.maxBytes", "1000", "from 1024 to 1073741824"},
		"documents beyond the most":               {"evidence.maxBytes", "2GiB", "from 1024 to 1073741824"},
		"workbooks too small for anything":        {"workbook.maxBytes", "0", "a number of bytes from 1024"},
		"a mail server of another kind":           {"mail.url", "imap://mail.example.vn", `mail.url = "imap://mail.example.vn"`},
		"a mail server with a path":               {"mail.url", "smtp://mail.example.vn/x", "smtp://user@host:port"},
		"a mail server with nobody before the @":  {"mail.url", "smtp://@mail.example.vn", "smtp://user@host:port"},
		"a mail server on a port out of range":    {"mail.url", "smtp://mail.example.vn:70000", "smtp://user@host:port"},
		"a sender that is no address":             {"mail.from", "nobody", "a mail address"},
		"a sender with a header behind it":        {"mail.from", "a@example.vn\r\n Bcc: b@example.vn", "a mail address"},
		"two senders":                             {"mail.from", "a@example.vn, b@example.vn", "a mail address"},
		"no attempt at all":                       {"jobs.maxAttempts", "0", "a whole number from 1 to 100"},
		"a runner that never rests":               {"jobs.interval", "0s", "from 100ms to 1h0m0s"},
		"a reminder at once":                      {"reminders.before", "0s", "from 1m0s"},
		"an escalation in a year":                 {"reminders.escalateAfter", "8760h", "from 1m0s to 2160h0m0s"},
		"a link that is over before it is used":   {"links.lifetime", "9s", "from 10s to 24h0m0s"},
		"a link for ever":                         {"links.lifetime", "25h", "from 10s to 24h0m0s"},
		"a secret's path with a newline":          {"secretFile", "a\nb", "a file's path"},
		"metrics on no port":                      {"metricsListen", "127.0.0.1", "an address such as :9090"},
		"development on Tuesdays":                 {"development", "tuesday", "true or false"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(map[string]any{tc.key: tc.value})
			assert.ErrorContains(t, err, tc.want)
			var faults config.Faults
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, 1)
			assert.Equal(t, tc.key, faults[0].Field)
		})
	}
}

func TestValuesOfServicesThatAreTaken(t *testing.T) {
	for name, flags := range map[string]map[string]any{
		"a provider":                     {"auth.issuer": "https://id.example.vn/realms/bộ", "auth.audience": "tiendo"},
		"a provider on this machine":     {"auth.issuer": "http://localhost:5556/dex", "auth.audience": "tiendo"},
		"a provider on 127.0.0.1":        {"auth.issuer": "http://127.0.0.1:5556", "auth.audience": "tiendo"},
		"a provider on ::1":              {"auth.issuer": "http://[::1]:5556", "auth.audience": "tiendo"},
		"nested claims":                  {"auth.subjectClaim": "employee.id", "auth.nameClaim": "https://example.vn/name"},
		"no skew":                        {"auth.clockSkew": "0s"},
		"a base path":                    {"publicUrl": "https://example.vn/tiendo/"},
		"evidence in a folder":           {"evidence.url": "/srv/minh chứng"},
		"evidence in a bucket":           {"evidence.url": "s3://minio:9000/bucket/a/b?region=vn-1&insecure=true", "evidence.accessKeyFile": "/a", "evidence.secretKeyFile": "/b"},
		"a bucket open to the host":      {"evidence.url": "s3://minio/bucket/"},
		"the largest document":           {"evidence.maxBytes": "1GiB"},
		"mail":                           {"mail.url": "smtp://mail.example.vn", "mail.from": "no-reply@example.vn"},
		"mail with a user":               {"mail.url": "smtps://user%40example.vn@mail.example.vn:465", "mail.from": "Tiến Độ <no-reply@example.vn>", "mail.passwordFile": "/p"},
		"development":                    {"development": true},
		"metrics apart":                  {"metricsListen": ":9090"},
		"metrics on any port":            {"listen": "127.0.0.1:0", "metricsListen": "127.0.0.1:0"},
		"development on another port":    {"development": true, "listen": "localhost:0"},
		"development on an IPv6 address": {"development": true, "listen": "[::1]:8080"},
		"no provider for other programs": {"development": false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(flags)
			assert.NoError(t, err)
		})
	}
}

func TestFaultsBetweenFieldsOfServices(t *testing.T) {
	for name, tc := range map[string]struct {
		flags map[string]any
		want  []string
	}{
		"development for everybody":         {map[string]any{"development": true, "listen": ":8080"}, []string{`listen = ":8080" (flag --listen): expected a loopback address, because development mode lets anybody be anybody`}},
		"development on all addresses":      {map[string]any{"development": true, "listen": "0.0.0.0:8080"}, []string{"a loopback address"}},
		"development in the house":          {map[string]any{"development": true, "listen": "192.168.1.2:8080"}, []string{"a loopback address"}},
		"development under a name":          {map[string]any{"development": true, "listen": "tiendo.example.vn:8080"}, []string{"a loopback address"}},
		"metrics where all else is":         {map[string]any{"listen": ":8080", "metricsListen": ":8080"}, []string{`metricsListen = ":8080" (flag --metrics-listen): expected another address than listen`}},
		"a provider without an audience":    {map[string]any{"auth.issuer": "https://id.example.vn"}, []string{"auth.audience (default): expected the client id"}},
		"evidence that is off, in a folder": {map[string]any{"evidence.off": true, "evidence.url": "/srv"}, []string{`evidence.url = "/srv" (flag --evidence-url): expected nothing, because evidence.off`}},
		"keys for evidence that is off":     {map[string]any{"evidence.off": true, "evidence.accessKeyFile": "/a", "evidence.secretKeyFile": "/b"}, []string{"evidence.accessKeyFile", "evidence.secretKeyFile"}},
		"keys for a folder":                 {map[string]any{"evidence.accessKeyFile": "/a", "evidence.secretKeyFile": "/b"}, []string{`evidence.accessKeyFile = "/a" (flag --evidence-access-key-file): expected nothing`, `evidence.secretKeyFile = "/b"`}},
		"one key of two":                    {map[string]any{"evidence.url": "s3://minio/bucket", "evidence.secretKeyFile": "/b"}, []string{"evidence.accessKeyFile (default): expected a file's path"}},
		"mail from nobody":                  {map[string]any{"mail.url": "smtp://mail.example.vn"}, []string{"mail.from (default): expected the sender's address"}},
		"a user without a password":         {map[string]any{"mail.url": "smtp://user@mail.example.vn", "mail.from": "a@example.vn"}, []string{"mail.passwordFile (default): expected the path of a file with the password"}},
		"a password for nobody":             {map[string]any{"mail.url": "smtp://mail.example.vn", "mail.from": "a@example.vn", "mail.passwordFile": "/p"}, []string{`mail.passwordFile = "/p" (flag --mail-password-file): expected nothing`}},
		"a password for no mail whatever":   {map[string]any{"mail.passwordFile": "/p"}, []string{"mail.url has no user"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(tc.flags)
			var faults config.Faults
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, len(tc.want))
			for n, want := range tc.want {
				assert.Contains(t, faults[n].String(), want)
			}
		})
	}
}

// Wherever a password was put that has no place there, the fault about it keeps
// it to itself.
func TestRefusedAddressesKeepTheirSecrets(t *testing.T) {
	for name, tc := range map[string]struct{ key, value string }{
		"in its place":                  {"mail.url", "smtp://user:s3cret@mail.example.vn"},
		"in its place, empty user":      {"mail.url", "smtp://:s3cret@mail.example.vn"},
		"with a slash in it":            {"mail.url", "smtp://user:1/s3cret@mail.example.vn"},
		"with a percent sign in it":     {"mail.url", "smtp://user:%s3cret@mail.example.vn"},
		"without a scheme":              {"mail.url", "user:s3cret@mail.example.vn"},
		"behind a scheme without //":    {"mail.url", "smtp:user:s3cret@mail.example.vn"},
		"in a query":                    {"mail.url", "smtp://mail.example.vn?password=s3cret"},
		"of a bucket":                   {"evidence.url", "s3://key:s3cret@minio/bucket"},
		"of a bucket, as parameter":     {"evidence.url", "s3://minio/bucket?secretKey=s3cret"},
		"of a provider":                 {"auth.issuer", "https://user:s3cret@id.example.vn"},
		"of a provider, as parameter":   {"auth.issuer", "https://id.example.vn?key=s3cret"},
		"of the server's own addresses": {"publicUrl", "https://user:s3cret@tiendo.example.vn"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(map[string]any{tc.key: tc.value})
			require.ErrorContains(t, err, tc.key)
			assert.NotContains(t, err.Error(), "s3cret")
			assert.Contains(t, err.Error(), "xxxxx")
		})
	}
	_, err := load(map[string]any{"mail.url": "smtp://user@mail.example.vn/x"})
	assert.ErrorContains(t, err, `mail.url = "smtp://user@mail.example.vn/x"`, "what holds no secret is shown")
}

func TestTheAddressesLinksAreMadeOf(t *testing.T) {
	for name, tc := range map[string]struct{ public, listen, want string }{
		"the public address":           {"https://tiendo.example.vn", ":8080", "https://tiendo.example.vn"},
		"no slash at the end":          {"https://example.vn/tiendo/", ":8080", "https://example.vn/tiendo"},
		"the address listened on":      {"", "127.0.0.1:8080", "http://127.0.0.1:8080"},
		"every address is this host's": {"", ":8080", "http://localhost:8080"},
		"so is the unspecified one":    {"", "0.0.0.0:8080", "http://localhost:8080"},
		"and the other one":            {"", "[::]:8080", "http://localhost:8080"},
	} {
		t.Run(name, func(t *testing.T) {
			c := config.Config{PublicURL: tc.public, Listen: tc.listen}
			assert.Equal(t, tc.want, c.BaseURL())
		})
	}
}

func TestEvidenceGoesIntoTheDataFolderUnlessToldOtherwise(t *testing.T) {
	c := config.Config{DataDir: "/srv/tiendo"}
	assert.Equal(t, "/srv/tiendo/evidence", c.EvidenceURL())
	c.Evidence.URL = "s3://minio/bucket"
	assert.Equal(t, "s3://minio/bucket", c.EvidenceURL())
	c.Evidence = config.Evidence{Off: true}
	assert.Empty(t, c.EvidenceURL())
}

func TestServicesFromEverySource(t *testing.T) {
	file := writeFile(t, `
auth: {issuer: "https://id.example.vn", audience: tiendo, clockSkew: 30s}
evidence: {maxBytes: 2MiB}
jobs: {maxAttempts: 3}
`)
	got, err := config.Load(config.FromFile(file),
		config.FromEnvironment(append([]string{"TIENDO_AUTH_SUBJECT_CLAIM=employee.id", "TIENDO_PUBLIC_URL=https://tiendo.example.vn", "TIENDO_AUTH_CA_FILE=/etc/ca.pem"}, home...)),
		config.FromFlags(map[string]any{"reminders.before": 48 * time.Hour, "links.lifetime": "1h"}),
	)
	require.NoError(t, err)
	assert.Equal(t, config.Auth{Issuer: "https://id.example.vn", Audience: "tiendo", SubjectClaim: "employee.id",
		NameClaim: "name", EmailClaim: "email", ClockSkew: 30 * time.Second, CAFile: "/etc/ca.pem"}, got.Auth)
	assert.Equal(t, "https://tiendo.example.vn", got.PublicURL)
	assert.Equal(t, int64(2<<20), got.Evidence.MaxBytes)
	assert.Equal(t, config.Jobs{MaxAttempts: 3, Interval: 5 * time.Second}, got.Jobs)
	assert.Equal(t, config.Reminders{Before: 48 * time.Hour, EscalateAfter: 72 * time.Hour}, got.Reminders)
	assert.Equal(t, time.Hour, got.Links.Lifetime)

	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "in", got)
	assert.Contains(t, log.String(), "in.auth.issuer=https://id.example.vn")
}

func TestDefaultsOfServices(t *testing.T) {
	c := config.Default()
	assert.Equal(t, config.Auth{SubjectClaim: "sub", NameClaim: "name", EmailClaim: "email", ClockSkew: time.Minute}, c.Auth)
	assert.Equal(t, config.Evidence{MaxBytes: 20 << 20}, c.Evidence)
	assert.Equal(t, config.Workbook{MaxBytes: 5 << 20}, c.Workbook)
	assert.Equal(t, config.Links{Lifetime: 10 * time.Minute}, c.Links)
	assert.Equal(t, config.Mail{}, c.Mail)
	assert.Equal(t, config.Jobs{MaxAttempts: 10, Interval: 5 * time.Second}, c.Jobs)
	assert.Equal(t, config.Reminders{Before: 72 * time.Hour, EscalateAfter: 72 * time.Hour}, c.Reminders)
	assert.False(t, c.Development)
}
