#!/bin/sh
# Makes a certificate authority and a certificate for each node of an event store, once: what is there stays.
# certificates.sh <directory> <node>... ; a node is called by its own name, and answers to localhost for its health check.
# The authority's key is gone at the end: nobody can have another node believed. For other nodes begin again in an empty directory.
set -eu
umask 077
directory=$1
shift
if [ -s "$directory/complete" ]; then
  [ "$(cat "$directory/complete")" = "$*" ] || { echo "made for $(cat "$directory/complete"), not for $*" >&2; exit 1; }
  exit 0
fi
ca="$directory/ca"
key="$directory/ca.key"
mkdir -p "$ca"
openssl req -x509 -newkey rsa:3072 -sha256 -nodes -days 1825 -subj '/O=Alliance Ledger/CN=event store authority' \
  -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout "$key" -out "$ca/ca.crt"
for node in "$@"; do
  mkdir -p "$directory/$node"
  # The servers know each other by this common name.
  openssl req -new -newkey rsa:3072 -sha256 -nodes -subj '/CN=eventstoredb-node' \
    -keyout "$directory/$node/node.key" -out "$directory/$node/node.csr"
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\n' \
    "$node" > "$directory/$node/extensions"
  openssl x509 -req -sha256 -days 825 -in "$directory/$node/node.csr" -extfile "$directory/$node/extensions" \
    -CA "$ca/ca.crt" -CAkey "$key" -set_serial "0x$(openssl rand -hex 16)" -out "$directory/$node/node.crt"
  rm "$directory/$node/node.csr" "$directory/$node/extensions"
done
rm "$key"
# Who is to believe the nodes reads the authority's certificate, and no key.
chmod 755 "$directory" "$ca"
chmod 644 "$ca/ca.crt"
echo "$*" > "$directory/complete"
