#!/bin/sh
# Makes every secret that docker-compose.yml names, once: what is there stays. Nothing is printed but names.
# The directory is its owner's alone; the files in it can be read by the containers that they are handed to, each by its own.
set -eu
umask 077
directory=${1:-$(dirname "$0")/secrets}
mkdir -p "$directory"
chmod 700 "$directory"
keep() {
  if [ -s "$directory/$1" ]; then
    echo "$1: kept"
  else
    cat > "$directory/$1.new"
    chmod 444 "$directory/$1.new"
    mv "$directory/$1.new" "$directory/$1"
    echo "$1: made"
  fi
}
for name in eventstore-admin-password eventstore-ops-password postgres-password grafana-admin-password; do
  openssl rand -hex 32 | tr -d '\n' | keep "$name"
done
printf 'postgres://alliance:%s@postgres:5432/alliance' "$(cat "$directory/postgres-password")" | keep database-url
printf 'esdb://admin:%s@eventstore:2113?tls=true&tlsCAFile=/certificates/ca/ca.crt' "$(cat "$directory/eventstore-admin-password")" | keep event-store-url
