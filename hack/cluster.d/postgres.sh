# A PostgreSQL beside the cluster, as an agency's shared server would stand beside it. Sourced
# by hack/cluster.

postgres_programs() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) "$(pg_config --bindir 2>/dev/null || true)"; do
    [ ! -x "$folder/initdb" ] || [ ! -x "$folder/postgres" ] || [ ! -x "$folder/psql" ] || { echo "$folder"; return; }
  done
  return 1
}

# as_postgres COMMAND...: runs it as the user PostgreSQL wants, who sees its folder as /mnt:
# ours is below a home that only root may enter.
as_postgres='mount --bind "$1" /mnt && cd /mnt && shift &&
  exec setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups -- "$@"'

# Without an end of line, since it would become part of a secret made from the file.
password() { head -c 24 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }

# sql asks the server as its superuser, over TLS, as a stranger would. Passwords go by the
# environment and standard input: arguments can be read by everybody.
sql() {
  PGPASSWORD="$(cat "$dir/postgres/superuser-password")" PGSSLMODE=verify-full PGSSLROOTCERT="$dir/postgres/ca.crt" \
    "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h "$address" -U postgres -d postgres "$@"
}

postgres() {
  [ -e "$dir/run" ] && all_running || fail "is not up: hack/cluster up"
  local bin home="$dir/postgres"
  if ! bin="$(postgres_programs)"; then
    command -v apt-get >/dev/null || fail "install PostgreSQL 14 or newer first"
    say "installing Debian's postgresql"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >&2
    bin="$(postgres_programs)" || fail "Debian's postgresql could not be installed"
  fi
  if ! running postgres; then
    rm -rf "$home" && mkdir -p "$home/server" && chmod 700 "$home"
    make_server
    start postgres unshare --mount --propagation private bash -c "$as_postgres" bash "$home/server" "$bin/postgres" -D /mnt/data
    wait_for 60 postgres "answers" sql -c 'SELECT 1'
    # What a managed server gives its customer: not a superuser.
    printf tiendo_admin >"$home/username"
    printf "CREATE ROLE tiendo_admin LOGIN CREATEDB CREATEROLE PASSWORD '%s';" "$(cat "$home/password")" | sql
    kubectl apply -f "$here/postgres.yaml" >/dev/null
  fi
  say "PostgreSQL listens on $address:5432 and, for pods, pg-1.databases.svc:5432"
  printf '%s\n' "$home"
}

make_server() {
  password >"$home/password"
  password >"$home/superuser-password"
  chmod 600 "$home"/*password
  cp "$dir/pki/ca.crt" "$home/ca.crt"
  install -m 600 "$dir/pki/postgres.key" "$home/server/server.key"
  install -m 644 "$dir/pki/postgres.crt" "$home/server/server.crt"
  install -m 600 "$home/superuser-password" "$home/server/superuser-password"
  chown -R postgres "$home/server"
  unshare --mount --propagation private bash -c "$as_postgres" bash "$home/server" "$bin/initdb" -D /mnt/data -U postgres \
    --auth=scram-sha-256 --pwfile=/mnt/superuser-password -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log/initdb.log" 2>&1 ||
    { cat "$dir/log/initdb.log" >&2; fail "initdb failed"; }
  rm "$home/server/superuser-password"
  echo "hostssl all all $pods scram-sha-256" >"$home/server/data/pg_hba.conf"
  cat >>"$home/server/data/postgresql.conf" <<-END
	listen_addresses = '$address'
	unix_socket_directories = ''
	max_connections = 300
	ssl = on
	ssl_cert_file = '/mnt/server.crt'
	ssl_key_file = '/mnt/server.key'
	# Nothing here outlives the run, so nothing is flushed.
	fsync = off
	synchronous_commit = off
	full_page_writes = off
	END
}
