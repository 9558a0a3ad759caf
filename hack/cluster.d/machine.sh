# What the machine itself lends: packages, kernel settings, a bridge, packet rules. All but the
# packages is given back by remove_network. Sourced by hack/cluster.

kernel_settings="net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables
  vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops
  kernel.keys.root_maxkeys kernel.keys.root_maxbytes"

cni_programs() {
  local folder
  for folder in /usr/lib/cni /opt/cni/bin; do
    [ ! -x "$folder/bridge" ] || [ ! -x "$folder/host-local" ] || { echo "$folder"; return; }
  done
  return 1
}

check_machine() {
  [ "$(uname -s)" = Linux ] || fail "needs Linux; see hack/cluster.d/README.md for kind"
  # A socket's path has room for 107 characters.
  [ ${#dir} -le 80 ] || fail "TIENDO_CLUSTER_DIR is too long for the sockets in it: $dir"
  local missing=() program
  for program in containerd:containerd ctr:containerd runc:runc iptables:iptables conntrack:conntrack socat:socat ip:iproute2 nsenter:util-linux; do
    command -v "${program%:*}" >/dev/null || missing+=("${program#*:}")
  done
  cni_programs >/dev/null || missing+=(containernetworking-plugins)
  if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || fail "install first: ${missing[*]} (those are Debian's names)"
    say "installing Debian's ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2 ||
      fail "Debian's ${missing[*]} could not be installed"
  fi
  [ -e /proc/sys/net/bridge ] || modprobe br_netfilter 2>/dev/null || fail "the kernel lacks br_netfilter: answers from Services would be lost"
  grep -q overlay /proc/filesystems || modprobe overlay 2>/dev/null || fail "the kernel lacks overlayfs"
}

# build_own builds this project's own pieces of the cluster and makes its certificates.
build_own() {
  (cd "$root" && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$dir/bin/" \
    ./hack/cluster.d/certificates ./hack/cluster.d/pause ./hack/image)
  "$dir/bin/certificates" -out "$dir/pki" -address "$address" -service "${services%.*}.1" -node "$node"
  cp -p "$dir/pki/admin.kubeconfig" "$dir/kubeconfig"
  "$dir/bin/image" -binary "$dir/bin/pause" -name tiendo.local/pause:1 -out "$dir/bin/pause.tar" >/dev/null
}

make_network() {
  local name owner
  if ip link show "$bridge" >/dev/null 2>&1; then
    owner="$(cat "/sys/class/net/$bridge/ifalias" 2>/dev/null || true)"
    case "$owner" in
    tiendo-cluster:*) fail "the cluster in ${owner#*:} is up, and there is room for one: TIENDO_CLUSTER_DIR=${owner#*:} hack/cluster down" ;;
    *) fail "there is a bridge $bridge already, which another cluster may use: remove that first" ;;
    esac
  fi
  for name in $kernel_settings; do
    printf '%s=%s\n' "$name" "$(cat "/proc/sys/${name//.//}")"
  done >"$dir/run/kernel-settings"
  echo 1 >/proc/sys/net/ipv4/ip_forward
  echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables

  # An address of its own, since a bridge otherwise takes over that of a pod, and every pod
  # would have to learn the new one.
  ip link add "$bridge" address 0a:58:0a:f4:00:01 type bridge
  ip link set "$bridge" alias "tiendo-cluster:$dir"
  ip address add "$address/24" dev "$bridge"
  ip link set "$bridge" up
  ip route add "$services" dev "$bridge" src "$address"
  forwarding -I
}

# forwarding -I|-D: pods may talk through the bridge, also where the machine forwards nothing.
forwarding() {
  local side
  for side in -i -o; do
    iptables -w "$1" FORWARD "$side" "$bridge" -m comment --comment tiendo-cluster -j ACCEPT
  done
}

remove_network() {
  local name value
  # Another folder's cluster keeps its bridge and its rules.
  if [ "$(cat "/sys/class/net/$bridge/ifalias" 2>/dev/null || true)" = "tiendo-cluster:$dir" ]; then
    forwarding -D 2>/dev/null || true
    remove_rules iptables
    remove_rules ip6tables
    ip link delete "$bridge"
  fi
  if [ -e "$dir/run/kernel-settings" ]; then
    while IFS='=' read -r name value; do
      echo "$value" >"/proc/sys/${name//.//}"
    done <"$dir/run/kernel-settings"
  fi
  if [ -e "$dir/run/cgroup" ]; then
    find /sys/fs/cgroup -depth -type d \( -path "*/$cgroup/*" -o -name "$cgroup" \) -exec rmdir {} + 2>/dev/null || true
  fi
  if [ -e "$dir/run/folders" ]; then
    tac "$dir/run/folders" | xargs -r -d '\n' rmdir 2>/dev/null || true
  fi
}

# remove_rules iptables|ip6tables: takes away the chains of kubelet and kube-proxy, and what
# jumps to them.
remove_rules() {
  local table rules
  command -v "$1-save" >/dev/null || return 0
  for table in nat filter mangle; do
    rules="$("$1-save" -t "$table" 2>/dev/null || true)"
    ! grep -q KUBE- <<<"$rules" || grep -v KUBE- <<<"$rules" | "$1-restore" -w -T "$table"
  done
}
