# containerd, kubelet, kube-proxy, and CoreDNS beside them. Sourced by hack/cluster.

# Pods get a branch of the machine's control groups that is nobody else's.
cgroup=tiendo-cluster

ctr() { command ctr --address "$dir/run/containerd.sock" --namespace k8s.io "$@"; }
node_ready() { [ "$(kubectl get node "$node" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }
proxied() { iptables -w -t nat -S KUBE-SERVICES | grep -q default/kubernetes; }
dns_ready() { (exec 3<>"/dev/tcp/$address/8181" && printf 'GET /ready HTTP/1.0\r\n\r\n' >&3 && grep -q ' 200 ' <&3) 2>/dev/null; }

# places: where containerd and kubelet expect to write, and the folder of ours that they find
# there. They have a view of the machine's folders of their own, in which these lie over the
# machine's, and so do all mounts of pods: none is seen outside, and all go with them.
places() {
  printf '%s\n' "/var/lib/kubelet $dir/kubelet" "/var/lib/cni $dir/cni" "/var/log/pods $dir/log/pods" \
    "/var/log/containers $dir/run/containers" "/run/containerd $dir/run/containerd" "/run/netns $dir/run/netns"
}

start_containerd() {
  local at ours snapshotter=overlayfs
  # A container's own disk is an overlay already, and those do not lie on each other.
  [ "$(stat -f -c %T "$dir")" != overlayfs ] || snapshotter=native
  : >"$dir/run/folders"
  while read -r at ours; do
    mkdir -p "$ours"
    [ -d "$at" ] || { mkdir -p "$at" && echo "$at" >>"$dir/run/folders"; }
  done < <(places)

  mkdir -p "$dir/run/net.d" "$dir/run/registries/_default"
  # No registry: an image that was not loaded is missed at once, and nobody is asked for it.
  printf 'server = "%s"\n[host."%s"]\n' http://127.0.0.1:1 http://127.0.0.1:1 >"$dir/run/registries/_default/hosts.toml"
  cat >"$dir/run/net.d/10-tiendo.conflist" <<-END
	{"cniVersion": "0.4.0", "name": "tiendo", "plugins": [{
	  "type": "bridge", "bridge": "$bridge", "isGateway": true, "hairpinMode": true,
	  "ipam": {"type": "host-local", "routes": [{"dst": "0.0.0.0/0"}],
	    "ranges": [[{"subnet": "$pods", "rangeStart": "${address%.*}.10", "gateway": "$address"}]]}}]}
	END
  # restrict_oom_score_adj: the machine may not let us protect a process more than ourselves.
  cat >"$dir/run/containerd.toml" <<-END
	version = 2
	root = "$dir/containerd"
	state = "/run/containerd/state"
	[grpc]
	  address = "$dir/run/containerd.sock"
	[plugins."io.containerd.grpc.v1.cri"]
	  sandbox_image = "tiendo.local/pause:1"
	  restrict_oom_score_adj = true
	  stream_server_address = "127.0.0.1"
	[plugins."io.containerd.grpc.v1.cri".containerd]
	  snapshotter = "$snapshotter"
	[plugins."io.containerd.grpc.v1.cri".cni]
	  bin_dir = "$(cni_programs)"
	  conf_dir = "$dir/run/net.d"
	[plugins."io.containerd.grpc.v1.cri".registry]
	  config_path = "$dir/run/registries"
	END
  start containerd unshare --mount --propagation private bash -c '
    set -e
    while read -r at ours; do mount --bind "$ours" "$at"; done <<<"$2"
    mount --make-rshared /
    exec containerd --config "$1"' containerd "$dir/run/containerd.toml" "$(places)"
}

start_kubelet() {
  make_cgroups
  : >"$dir/run/resolv.conf" # names of the machine's network are no concern of a pod
  cat >"$dir/run/kubelet.yaml" <<-END
	apiVersion: kubelet.config.k8s.io/v1beta1
	kind: KubeletConfiguration
	address: $address
	healthzPort: 0
	authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $dir/pki/ca.crt}}
	authorization: {mode: Webhook}
	tlsCertFile: $dir/pki/kubelet-server.crt
	tlsPrivateKeyFile: $dir/pki/kubelet-server.key
	containerRuntimeEndpoint: unix://$dir/run/containerd.sock
	cgroupDriver: cgroupfs
	cgroupRoot: /$cgroup
	failCgroupV1: false
	failSwapOn: false
	oomScoreAdj: 0
	evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
	imageGCHighThresholdPercent: 100
	clusterDomain: cluster.local
	clusterDNS: [$address]
	resolvConf: $dir/run/resolv.conf
	volumePluginDir: /var/lib/kubelet/volume-plugins
	END
  start kubelet nsenter --mount="/proc/$(pid_of containerd)/ns/mnt" -- "$dir/tools/kubelet" \
    --config="$dir/run/kubelet.yaml" --kubeconfig="$dir/pki/kubelet.kubeconfig" \
    --hostname-override="$node" --node-ip="$address"
}

# make_cgroups makes the branch in every hierarchy, as a kubelet expects to find it.
make_cgroups() {
  echo "$cgroup" >"$dir/run/cgroup"
  local hierarchy
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    sed 's/\(^\| \)/ +/g' /sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
    mkdir -p "/sys/fs/cgroup/$cgroup"
    return
  fi
  for hierarchy in /sys/fs/cgroup/*/; do
    [ -e "$hierarchy/cgroup.procs" ] || continue
    mkdir -p "$hierarchy$cgroup"
  done
  # A new branch may use no processor until it is told which.
  for hierarchy in cpus mems; do
    cat "/sys/fs/cgroup/cpuset/cpuset.$hierarchy" >"/sys/fs/cgroup/cpuset/$cgroup/cpuset.$hierarchy"
  done
}

start_proxy() {
  cat >"$dir/run/kube-proxy.yaml" <<-END
	apiVersion: kubeproxy.config.k8s.io/v1alpha1
	kind: KubeProxyConfiguration
	hostnameOverride: $node
	clientConnection: {kubeconfig: $dir/pki/kube-proxy.kubeconfig}
	mode: iptables
	iptables: {localhostNodePorts: false}
	clusterCIDR: $pods
	oomScoreAdj: 0
	healthzBindAddress: $address:10256
	metricsBindAddress: $address:10249
	conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
	END
  start kube-proxy "$dir/tools/kube-proxy" --config="$dir/run/kube-proxy.yaml"
}

start_dns() {
  cat >"$dir/run/Corefile" <<-END
	cluster.local in-addr.arpa ip6.arpa {
	  bind $address
	  errors
	  ready $address:8181
	  kubernetes {
	    kubeconfig $dir/pki/coredns.kubeconfig
	    ttl 1
	  }
	}
	. {
	  bind $address
	  template ANY ANY {
	    rcode NXDOMAIN
	  }
	}
	END
  start coredns "$dir/tools/coredns" -conf "$dir/run/Corefile"
}

# stop_pods ends what runs in pods. All of it is below a shim, and a shim names our socket in
# its arguments.
stop_pods() {
  local process shims=() pods=()
  for process in /proc/[0-9]*; do
    grep -qsaz '^.*containerd-shim' "$process/cmdline" && grep -qsazxF "$dir/run/containerd.sock" "$process/cmdline" || continue
    shims+=("${process#/proc/}")
    pods+=($(cat "$process"/task/*/children 2>/dev/null))
  done
  [ ${#shims[@]} -gt 0 ] || return 0
  kill -KILL "${shims[@]}" ${pods[@]+"${pods[@]}"} 2>/dev/null || true
  gone 10 "${shims[@]}" ${pods[@]+"${pods[@]}"} || say "some processes of pods are still ending"
}
