# etcd, kube-apiserver, kube-controller-manager and kube-scheduler. Sourced by hack/cluster.

start_store() {
  start etcd "$dir/tools/etcd" --name=tiendo --data-dir="$dir/etcd" \
    --listen-client-urls="https://$address:2379" --advertise-client-urls="https://$address:2379" \
    --listen-peer-urls="https://$address:2380" --initial-advertise-peer-urls="https://$address:2380" \
    --initial-cluster="tiendo=https://$address:2380" \
    --client-cert-auth --trusted-ca-file="$dir/pki/etcd-ca.crt" --cert-file="$dir/pki/etcd.crt" --key-file="$dir/pki/etcd.key" \
    --peer-client-cert-auth --peer-trusted-ca-file="$dir/pki/etcd-ca.crt" --peer-cert-file="$dir/pki/etcd.crt" --peer-key-file="$dir/pki/etcd.key" \
    --unsafe-no-fsync --log-level=warn # nothing here outlives the run, so nothing is flushed
}

start_apiserver() {
  # Who did what, without bodies: tests count writes with it, and secrets stay out of it.
  cat >"$dir/run/audit-policy.yaml" <<-END
	apiVersion: audit.k8s.io/v1
	kind: Policy
	omitStages: [RequestReceived]
	rules: [{level: Metadata}]
	END
  start kube-apiserver "$dir/tools/kube-apiserver" \
    --bind-address="$address" --advertise-address="$address" --secure-port=6443 --allow-privileged \
    --etcd-servers="https://$address:2379" --etcd-cafile="$dir/pki/etcd-ca.crt" \
    --etcd-certfile="$dir/pki/etcd-client.crt" --etcd-keyfile="$dir/pki/etcd-client.key" \
    --tls-cert-file="$dir/pki/kube-apiserver.crt" --tls-private-key-file="$dir/pki/kube-apiserver.key" \
    --client-ca-file="$dir/pki/ca.crt" --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --service-cluster-ip-range="$services" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$dir/pki/service-accounts.pub" --service-account-signing-key-file="$dir/pki/service-accounts.key" \
    --kubelet-certificate-authority="$dir/pki/ca.crt" --kubelet-preferred-address-types=InternalIP \
    --kubelet-client-certificate="$dir/pki/kubelet-client.crt" --kubelet-client-key="$dir/pki/kubelet-client.key" \
    --audit-policy-file="$dir/run/audit-policy.yaml" --audit-log-path="$dir/log/audit.log" --audit-log-maxsize=2000
}

# They serve nothing: their usual ports may be taken by those of a test on this machine.
start_controllers() {
  start kube-controller-manager "$dir/tools/kube-controller-manager" \
    --kubeconfig="$dir/pki/kube-controller-manager.kubeconfig" --secure-port=0 --leader-elect=false \
    --use-service-account-credentials --service-account-private-key-file="$dir/pki/service-accounts.key" \
    --root-ca-file="$dir/pki/ca.crt" --cluster-signing-cert-file="$dir/pki/ca.crt" --cluster-signing-key-file="$dir/pki/ca.key"
  start kube-scheduler "$dir/tools/kube-scheduler" \
    --kubeconfig="$dir/pki/kube-scheduler.kubeconfig" --secure-port=0 --leader-elect=false
}
