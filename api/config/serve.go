package config

// CheckServe finds what only a server cannot do without, so that the commands
// which look after its database or its plan need no provider. The error, if any,
// is Faults.
func (c Config) CheckServe() error {
	var faults Faults
	fault := func(field, value, want string) {
		faults = append(faults, Fault{Field: field, Value: value, Want: want})
	}
	c.checkSignIn(fault)
	// Where nobody signs in there are no links to sign, and no files to hand out.
	if c.DataDir == "" && c.SecretFile == "" && !c.Auth.Public {
		fault("secretFile", "", "a file's path, because there is no data folder to keep it in")
	}
	if c.DataDir == "" && c.Evidence.URL == "" && !c.Evidence.Off && !c.Auth.Public {
		fault("evidence.url", "", "a folder's path or an s3:// URL, because there is no data folder to keep evidence in; or evidence.off, to keep none")
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// checkSignIn wants exactly one answer to who vouches for people: a provider, the
// server itself in development mode, or nobody.
func (c Config) checkSignIn(fault func(field, value, want string)) {
	issuer := c.Auth.Issuer
	if issuer == "" && !c.Development && !c.Auth.Public {
		fault("auth.issuer", "", "a provider's address; or auth.public, for a server where nobody signs in; or development mode")
	}
	if c.Development && issuer != "" {
		fault("auth.issuer", issuer, "nothing, because development mode has personas instead of a provider")
	}
	if c.Development && c.Auth.Public {
		fault("auth.public", "true", "false, because development mode has personas who sign in")
	}
	if issuer != "" && c.Auth.Public {
		fault("auth.public", "true", "false, because auth.issuer names a provider to sign in with")
	}
}
