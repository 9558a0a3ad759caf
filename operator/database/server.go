package database

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
)

// TLSMode is how connections are protected, as PostgreSQL's clients call it.
type TLSMode string

// The modes, from the strictest.
const (
	VerifyFull TLSMode = "verify-full"
	VerifyCA   TLSMode = "verify-ca"
	Require    TLSMode = "require"
	Disable    TLSMode = "disable"
)

// TLS says how connections to a server are protected.
type TLS struct {
	Mode TLSMode
	// CA are the certificates to trust, in PEM; empty for the system's.
	CA []byte
}

// Server is a PostgreSQL that Instances share, and the role that looks after it.
type Server struct {
	// Host is the server itself and no pooler before it: locks are a session's.
	Host string
	Port int
	// Database is the database that the admin connects to. Every operator of a server
	// must name the same: its locks are this database's.
	Database string
	Username string
	Password Secret
	TLS      TLS
	// Capacity is the most databases.
	Capacity int
	// ConnectionsPerInstance is the most connections of each of an Instance's roles.
	ConnectionsPerInstance int
}

func (s Server) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// tls is what connections are made with; nil for none.
func (s Server) tls() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.Host}
	switch s.TLS.Mode {
	case Disable:
		return nil, nil
	case Require:
		config.InsecureSkipVerify = true
		return config, nil
	case VerifyFull, VerifyCA:
	default:
		return nil, &TLSError{Address: s.address(), Err: fmt.Errorf("mode %q: expected verify-full, verify-ca, require or disable", s.TLS.Mode)}
	}
	if len(s.TLS.CA) > 0 {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(s.TLS.CA) {
			return nil, &TLSError{Address: s.address(), Err: errors.New("ca.crt holds no certificate: expected PEM that begins with -----BEGIN CERTIFICATE-----")}
		}
	}
	if s.TLS.Mode == VerifyCA {
		// crypto/tls knows no check of the chain without the name.
		config.InsecureSkipVerify = true
		config.VerifyConnection = func(state tls.ConnectionState) error {
			options := x509.VerifyOptions{Roots: config.RootCAs, Intermediates: x509.NewCertPool()}
			for _, c := range state.PeerCertificates[1:] {
				options.Intermediates.AddCert(c)
			}
			_, err := state.PeerCertificates[0].Verify(options)
			return err
		}
	}
	return config, nil
}

// URL is how an Instance connects, with caPath the file that holds the certificates
// to trust; empty for the system's.
func URL(s Server, database, role string, password Secret, caPath string) Secret {
	query := url.Values{"sslmode": {string(s.TLS.Mode)}}
	// With a root certificate, clients take require for verify-ca.
	if caPath != "" && (s.TLS.Mode == VerifyFull || s.TLS.Mode == VerifyCA) {
		query.Set("sslrootcert", caPath)
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword(role, string(password)), Host: s.address(), Path: "/" + database, RawQuery: query.Encode()}
	return Secret(u.String())
}
