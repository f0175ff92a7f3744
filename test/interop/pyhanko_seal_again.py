"""Seals PDFs once more with pyHanko itself, invisibly and with a key of its own.

Reads from standard input a JSON array of {"path": ..., "out": ...}, writes a JSON array of error texts, null where it sealed, in the same
order. Its reader is lenient.
"""

import json
import logging
import os
import sys
import tempfile
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers


def new_signer():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Peer")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    passphrase = b"peer"
    encryption = serialization.BestAvailableEncryption(passphrase)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "peer.p12")
        with open(path, "wb") as stream:
            stream.write(pkcs12.serialize_key_and_certificates(b"peer", key, certificate, None, encryption))
        return signers.SimpleSigner.load_pkcs12(path, passphrase=passphrase)


def seal(task, signer):
    try:
        with open(task["path"], "rb") as source, open(task["out"], "wb") as target:
            signers.sign_pdf(
                IncrementalPdfFileWriter(source, strict=False),
                signers.PdfSignatureMetadata(field_name="PeerSeal"),
                signer=signer,
                output=target,
            )
        return None
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main():
    logging.disable(logging.CRITICAL)
    signer = new_signer()
    json.dump([seal(task, signer) for task in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
