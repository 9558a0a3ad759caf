package config

import "strings"

// spanning are the fields that settle and check compare with each other; if one
// is wrong by itself there is nothing to compare.
var spanning = []string{
	"dataDir", "database.url", "database.urlFile", "limits.timeout", "limits.complexity", "limits.budget",
	"http.readHeaderTimeout", "http.readTimeout", "http.writeTimeout",
	"database.maxOpen", "database.maxIdle", "database.compiledAtOnce", "database.prepared", "database.rowSecurity",
	"listen", "metricsListen", "development", "auth.issuer", "auth.audience",
	"evidence.off", "evidence.url", "evidence.accessKeyFile", "evidence.secretKeyFile",
	"mail.url", "mail.passwordFile", "mail.from",
}

// check finds what is wrong between fields that are each right by themselves.
func (c Config) check(fault faultFunc) {
	if c.Embedded() && c.DataDir == "" {
		fault("dataDir", "", "a folder for the embedded database, because neither XDG_DATA_HOME nor HOME is set")
	}
	if c.HTTP.WriteTimeout <= c.Limits.Timeout {
		fault("http.writeTimeout", c.HTTP.WriteTimeout, "more than limits.timeout (%v), else answers are cut off", c.Limits.Timeout)
	}
	if c.Limits.Budget != 0 && c.Limits.Budget < c.Limits.Complexity {
		fault("limits.budget", c.Limits.Budget, "at least limits.complexity (%d), else one allowed operation is more than a caller may ask for; or 0 for no budgets", c.Limits.Complexity)
	}
	if c.HTTP.ReadTimeout < c.HTTP.ReadHeaderTimeout {
		fault("http.readTimeout", c.HTTP.ReadTimeout, "at least http.readHeaderTimeout (%v)", c.HTTP.ReadHeaderTimeout)
	}
	if c.Database.MaxIdle > c.Database.MaxOpen {
		fault("database.maxIdle", c.Database.MaxIdle, "at most database.maxOpen (%d)", c.Database.MaxOpen)
	}
	if most := c.Database.mostCompiled(); c.Database.CompiledAtOnce > most {
		fault("database.compiledAtOnce", c.Database.CompiledAtOnce, "at most %d, four fifths of database.maxOpen (%d): the rest is for changes and what resolvers answer", most, c.Database.MaxOpen)
	}
	if c.Database.RowSecurity && c.Database.Prepared == 0 {
		fault("database.rowSecurity", true, "false, because database.prepared is 0: nobody knows for whom a pooler's session works")
	}
	if c.Development && !listensOnLoopback(c.Listen) {
		fault("listen", c.Listen, "a loopback address, because development mode lets anybody be anybody")
	}
	if c.MetricsListen == c.Listen && !strings.HasSuffix(c.Listen, ":0") {
		fault("metricsListen", c.MetricsListen, "another address than listen, or nothing to have the metrics there")
	}
	if c.Auth.Issuer != "" && c.Auth.Audience == "" {
		fault("auth.audience", "", "the client id that the provider's tokens are made for, because auth.issuer is set")
	}
	c.checkEvidence(fault)
	c.checkMail(fault)
}

// mostCompiled is how many compiled queries may run at once beside all else.
func (d Database) mostCompiled() int { return d.MaxOpen - d.MaxOpen/5 }

// faultFunc takes down a fault of a field.
type faultFunc func(key string, value any, want string, args ...any)

func (c Config) checkEvidence(fault faultFunc) {
	e := c.Evidence
	if e.Off && e.URL != "" {
		fault("evidence.url", e.URL, "nothing, because evidence.off keeps no evidence")
		return
	}
	isBucket := strings.HasPrefix(e.URL, bucketScheme)
	for _, key := range []struct{ name, file, other string }{
		{"evidence.accessKeyFile", e.AccessKeyFile, e.SecretKeyFile},
		{"evidence.secretKeyFile", e.SecretKeyFile, e.AccessKeyFile},
	} {
		switch {
		case key.file != "" && !isBucket:
			// Somebody meant a bucket; the evidence would quietly end in a folder.
			fault(key.name, key.file, "nothing, because evidence.url names no s3:// bucket")
		case key.file == "" && key.other != "" && isBucket:
			fault(key.name, "", "a file's path, because the bucket's other key has one")
		}
	}
}

func (c Config) checkMail(fault faultFunc) {
	m := c.Mail
	switch {
	case m.user() && m.PasswordFile == "":
		fault("mail.passwordFile", "", "the path of a file with the password, because mail.url has a user")
	case !m.user() && m.PasswordFile != "":
		fault("mail.passwordFile", m.PasswordFile, "nothing, because mail.url has no user")
	}
	if m.URL != "" && m.From == "" {
		fault("mail.from", "", "the sender's address, because mail.url is set")
	}
}
