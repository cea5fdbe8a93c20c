#!/bin/sh
# Makes the certificates of the tests again, in this folder, valid for a hundred years: `sh __test__/certificates/make.sh`.
# Nobody trusts them but these tests, and the authority's own key is thrown away.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
from=20200101000000Z

cat > "$work/openssl.cnf" <<'END'
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[server]
basicConstraints = critical, CA:false
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
extendedKeyUsage = serverAuth
[client]
basicConstraints = critical, CA:false
extendedKeyUsage = clientAuth
[ca]
default_ca = past
[past]
database = $ENV::WORK/index
new_certs_dir = $ENV::WORK
serial = $ENV::WORK/serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
END
export WORK="$work"

elliptic() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

# A certificate: its name, its key, its common name, its kind, who signs it, and until when.
signed() {
  openssl req -new -key "$2" -subj "/CN=$3" -config "$work/openssl.cnf" -out "$work/request"
  if [ "$5" = itself ]; then set -- "$1" "$2" "$3" "$4" -selfsign "$2" "$6"
  else set -- "$1" "$2" "$3" "$4" "-cert $work/$5.pem" "$work/$5.key" "$6"; fi
  # shellcheck disable=SC2086 # two words
  openssl ca -batch -config "$work/openssl.cnf" -in "$work/request" $5 -keyfile "$6" -notext \
    -startdate $from -enddate "$7" -extensions "$4" -out "$work/$1.pem" 2>/dev/null
}

: > "$work/index"
echo 01 > "$work/serial"
far=21200101000000Z

for name in ca stranger-ca; do
  elliptic "$work/$name.key"
  signed $name "$work/$name.key" "Gati Test Authority ($name)" authority itself $far
done

openssl genrsa -traditional -out rsa.key 2048 2>/dev/null
openssl genrsa -out weak.key 1024 2>/dev/null
for name in server renewed client stranger; do elliptic $name.key; done
openssl pkcs8 -topk8 -in server.key -passout pass:secret -out encrypted.key
signed server server.key "server" server ca $far
signed expired server.key "server of the past" server ca 20200201000000Z
signed renewed renewed.key "renewed server" server ca $far
signed rsa rsa.key "server with RSA" server ca $far
signed weak weak.key "server with too small a key" server ca $far
signed client client.key "client" client ca $far
signed stranger stranger.key "client of somebody else" client stranger-ca $far

for name in ca server expired renewed rsa weak client stranger; do cp "$work/$name.pem" .; done
chmod 644 ./*.key
