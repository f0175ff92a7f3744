"""Judges a signed bundle with the cryptography package and nothing of ours.

Reads a bundle from standard input and writes a JSON array with, for each envelope (the roots in order, then the list), the
ids of the keys whose signatures hold over the DSSE pre-authentication encoding. Keys are those that any root names.
"""

import base64
import hashlib
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key


def encoding(kind, payload):
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def holds(key, signature, message):
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            key.verify(signature, message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def main():
    bundle = json.load(sys.stdin)
    keys = {}
    for root in bundle["roots"]:
        for key in json.loads(base64.b64decode(root["payload"]))["keys"]:
            spki = base64.b64decode(key["spki"])
            assert hashlib.sha256(spki).hexdigest() == key["id"]
            keys[key["id"]] = load_der_public_key(spki)
    judged = []
    for envelope in [*bundle["roots"], bundle["list"]]:
        message = encoding(envelope["payloadType"].encode(), base64.b64decode(envelope["payload"]))
        signatures = envelope["signatures"]
        judged.append(
            [each["keyid"] for each in signatures if holds(keys[each["keyid"]], base64.b64decode(each["sig"]), message)]
        )
    json.dump(judged, sys.stdout)


main()
