// Command certificates makes the authorities, certificates and kubeconfigs of the local
// cluster:
//
//	certificates -out FOLDER -address 10.244.0.1 -service 10.96.0.1 -node tiendo-node
//
// It replaces what is there: they belong to one cluster, and go with it.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
)

func main() {
	var c cluster
	flag.StringVar(&c.out, "out", "", "folder to write into")
	flag.TextVar(&c.address, "address", net.IP{}, "address of the node and of what runs on it")
	flag.TextVar(&c.service, "service", net.IP{}, "address of the Service kubernetes.default")
	flag.StringVar(&c.node, "node", "", "name of the node")
	flag.Parse()
	if err := c.write(); err != nil {
		fmt.Fprintln(os.Stderr, "certificates:", err)
		os.Exit(1)
	}
}

// cluster is what the certificates are about.
type cluster struct {
	out, node        string
	address, service net.IP
}

// write makes every file. Two authorities, since whoever has a certificate of the cluster's
// must not read its store with it.
func (c cluster) write() error {
	if c.out == "" || c.node == "" || c.address == nil || c.service == nil {
		return fmt.Errorf("-out, -address, -service and -node are all needed")
	}
	if err := os.MkdirAll(c.out, 0o700); err != nil {
		return err
	}
	f := folder(c.out)
	ca, err := newAuthority(f, "ca", "tiendo-cluster")
	if err != nil {
		return err
	}
	store, err := newAuthority(f, "etcd-ca", "tiendo-cluster-etcd")
	if err != nil {
		return err
	}

	here := []net.IP{c.address, net.IPv4(127, 0, 0, 1)}
	for _, server := range []struct {
		by   *authority
		file string
		of   subject
	}{
		{store, "etcd", subject{name: "etcd", addresses: here}},
		{ca, "kube-apiserver", subject{name: "kube-apiserver", addresses: append(here, c.service), hosts: []string{
			"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"}}},
		{ca, "kubelet-server", subject{name: "system:node:" + c.node, groups: []string{"system:nodes"}, addresses: here, hosts: []string{c.node}}},
		{ca, "postgres", subject{name: "postgres", addresses: []net.IP{c.address}, hosts: []string{
			"pg-1.databases.svc", "pg-1.databases.svc.cluster.local"}}},
		{store, "etcd-client", subject{name: "kube-apiserver"}},
		{ca, "kubelet-client", subject{name: "kube-apiserver-kubelet-client"}},
	} {
		if _, err := server.by.issue(f, server.file, server.of); err != nil {
			return err
		}
	}

	for file, who := range map[string]subject{
		"admin":                   {name: "cluster-admin", groups: []string{"system:masters"}},
		"kube-controller-manager": {name: "system:kube-controller-manager"},
		"kube-scheduler":          {name: "system:kube-scheduler"},
		"kube-proxy":              {name: "system:kube-proxy"},
		"kubelet":                 {name: "system:node:" + c.node, groups: []string{"system:nodes"}},
		"coredns":                 {name: "system:coredns"},
	} {
		if err := c.writeKubeconfig(f, ca, file, who); err != nil {
			return err
		}
	}
	return writeServiceAccountKey(f)
}
