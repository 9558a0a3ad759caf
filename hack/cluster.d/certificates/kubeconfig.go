package main

import (
	"net"

	"k8s.io/client-go/tools/clientcmd"
	api "k8s.io/client-go/tools/clientcmd/api"
)

// writeKubeconfig makes a certificate for somebody and FILE.kubeconfig, which holds it: one
// file is all that has to be handed on.
func (c cluster) writeKubeconfig(f folder, ca *authority, file string, who subject) error {
	p, err := ca.issue(f, file, who)
	if err != nil {
		return err
	}
	const here = "tiendo-cluster"
	data, err := clientcmd.Write(api.Config{
		Clusters: map[string]*api.Cluster{here: {
			Server:                   "https://" + net.JoinHostPort(c.address.String(), "6443"),
			CertificateAuthorityData: ca.pem,
		}},
		AuthInfos:      map[string]*api.AuthInfo{file: {ClientCertificateData: p.certificate, ClientKeyData: p.key}},
		Contexts:       map[string]*api.Context{here: {Cluster: here, AuthInfo: file}},
		CurrentContext: here,
	})
	if err != nil {
		return err
	}
	return f.write(file+".kubeconfig", data, 0o600)
}
