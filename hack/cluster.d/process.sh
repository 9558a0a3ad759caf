# Processes that outlive the script that starts them. Sourced by hack/cluster.

say() { printf 'cluster: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# born PID: when a process started. With its number it names one process, also after the
# numbers have come round.
born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# start NAME COMMAND...: runs it in a session of its own, its output in log/NAME.log.
start() {
  local name="$1"; shift
  setsid "$@" >>"$dir/log/$name.log" 2>&1 </dev/null 9>&- &
  local pid=$!
  printf '%s %s\n' "$pid" "$(born "$pid")" >"$dir/run/$name.pid"
}

# pid_of NAME: the process started under that name, if it is still that one.
pid_of() {
  local pid at
  read -r pid at 2>/dev/null <"$dir/run/$1.pid" || return 1
  [ -n "$at" ] && [ "$(born "$pid")" = "$at" ] && ! grep -qs '^State:.*Z' "/proc/$pid/status" && printf '%s' "$pid"
}

running() { pid_of "$1" >/dev/null; }

# stop NAME...: asks all of them to end, and ends those that have not after ten seconds. With
# INT=1 they are asked by that signal.
stop() {
  local name pid signal=TERM
  [ -z "${INT:-}" ] || signal=INT
  for name in "$@"; do
    ! pid="$(pid_of "$name")" || kill -s "$signal" "$pid" 2>/dev/null || true
  done
  for name in "$@"; do
    ! pid="$(pid_of "$name")" || gone 10 "$pid" || { kill -KILL "$pid" 2>/dev/null || true; gone 10 "$pid" || true; }
    rm -f "$dir/run/$name.pid"
  done
}

# gone SECONDS PID...: waits until none of them runs any more.
gone() {
  local until=$((SECONDS + $1)) pid; shift
  for pid in "$@"; do
    while [ -e "/proc/$pid" ] && ! grep -qs '^State:.*Z' "/proc/$pid/status"; do
      [ "$SECONDS" -lt "$until" ] || return 1
      sleep 0.05
    done
  done
}

# wait_for SECONDS NAME WHAT COMMAND...: until the command succeeds; ends everything with the
# last lines of NAME's log when the time is over or NAME has died.
wait_for() {
  local seconds="$1" name="$2" what="$3"; shift 3
  local until=$((SECONDS + seconds)) said
  until said="$("$@" 2>&1)"; do
    if ! running "$name"; then
      fail_with_log "$name" "$name has ended, before it $what"
    elif [ "$SECONDS" -ge "$until" ]; then
      fail_with_log "$name" "waited $seconds s in vain until $name $what${said:+ (${said##*$'\n'})}"
    fi
    sleep 0.1
  done
}

fail_with_log() {
  say "$2. The end of $dir/log/$1.log:"
  tail -n 20 "$dir/log/$1.log" | cut -c1-400 | sed 's/^/  /' >&2
  fail "hack/cluster down clears away what is running"
}

kubectl() { "$dir/tools/kubectl" --kubeconfig "$dir/kubeconfig" "$@"; }
