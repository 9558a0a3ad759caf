package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// lifetime outlives any cluster made for an afternoon; an hour's leeway, since clocks jump on
// machines that slept.
const lifetime = 365 * 24 * time.Hour

// folder is where files are written.
type folder string

// subject is who a certificate speaks for, and under which names it serves.
type subject struct {
	name      string
	groups    []string
	hosts     []string
	addresses []net.IP
}

// authority signs certificates.
type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
	pem         []byte
}

// pair is a certificate and its key as they stand in files.
type pair struct{ certificate, key []byte }

func newAuthority(f folder, file, name string) (*authority, error) {
	template := newTemplate(pkix.Name{CommonName: name})
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	a := &authority{certificate: template, key: key}
	written, err := a.sign(f, file, template, key)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(written.certificate)
	a.pem = written.certificate
	a.certificate, err = x509.ParseCertificate(block.Bytes)
	return a, err
}

// issue makes a certificate for both ends of a connection: with names it serves, and everybody
// here is a client of somebody.
func (a *authority) issue(f folder, file string, who subject) (pair, error) {
	template := newTemplate(pkix.Name{CommonName: who.name, Organization: who.groups})
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if len(who.hosts)+len(who.addresses) > 0 {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
	}
	template.DNSNames, template.IPAddresses = who.hosts, who.addresses
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return pair{}, err
	}
	return a.sign(f, file, template, key)
}

// sign writes FILE.crt and FILE.key.
func (a *authority) sign(f folder, file string, template *x509.Certificate, key *ecdsa.PrivateKey) (pair, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	if err != nil {
		return pair{}, fmt.Errorf("certificate %s: %w", file, err)
	}
	keyPEM, err := encodeKey(key)
	if err != nil {
		return pair{}, err
	}
	p := pair{certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), key: keyPEM}
	if err := f.write(file+".crt", p.certificate, 0o644); err != nil {
		return pair{}, err
	}
	return p, f.write(file+".key", p.key, 0o600)
}

func newTemplate(name pkix.Name) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		panic(err) // the system has no randomness: nothing here is worth making
	}
	now := time.Now()
	return &x509.Certificate{SerialNumber: serial, Subject: name, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(lifetime)}
}

func encodeKey(key *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// writeServiceAccountKey makes the key that signs the tokens of service accounts.
func writeServiceAccountKey(f folder) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	private, err := encodeKey(key)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	if err := f.write("service-accounts.pub", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o644); err != nil {
		return err
	}
	return f.write("service-accounts.key", private, 0o600)
}

func (f folder) write(name string, data []byte, mode os.FileMode) error {
	return os.WriteFile(filepath.Join(string(f), name), data, mode)
}
