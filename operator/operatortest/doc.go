// Package operatortest gives tests a real control plane: kube-apiserver, etcd and
// kube-controller-manager, with the shipped CRDs, roles and admission policies,
// and the operator's own identity under exactly that role. There is no node: a
// Kubelet of the test's says what becomes of pods.
package operatortest
