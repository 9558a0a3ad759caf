package config

// CheckServe finds what only a server cannot do without, so that the commands
// which look after its database or its plan need no provider. The error, if any,
// is Faults.
func (c Config) CheckServe() error {
	var faults Faults
	switch {
	case c.Development && c.Auth.Issuer != "":
		faults = append(faults, Fault{Field: "auth.issuer", Value: c.Auth.Issuer,
			Want: "nothing, because development mode has personas instead of a provider"})
	case !c.Development && c.Auth.Issuer == "":
		faults = append(faults, Fault{Field: "auth.issuer", Want: "a provider's address, or development mode"})
	}
	if c.DataDir == "" && c.SecretFile == "" {
		faults = append(faults, Fault{Field: "secretFile", Want: "a file's path, because there is no data folder to keep it in"})
	}
	if c.DataDir == "" && c.Evidence.URL == "" {
		faults = append(faults, Fault{Field: "evidence.url", Want: "a folder's path or an s3:// URL, because there is no data folder to keep evidence in"})
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}
