"""Signs a PDF with pyHanko, with a time-stamp and revocation information from a server, and judges the result.

Reads from standard input {"pdf": ..., "out": ..., "key": ..., "certificate": ..., "chain": [...], "root": ..., "tsa": URL,
"archive": bool}, writes {"level": ..., ...} or {"error": ...} to standard output.
"""

import json
import logging
import sys

from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext


def sign(task):
    signer = signers.SimpleSigner.load(
        task["key"], task["certificate"], ca_chain_files=tuple(task["chain"]), key_passphrase=None
    )
    root = load_cert_from_pemder(task["root"])
    chain = list(load_certs_from_pemder(task["chain"]))
    context = ValidationContext(trust_roots=[root], other_certs=chain, allow_fetching=True, revocation_mode="require")
    metadata = PdfSignatureMetadata(
        field_name="Seal1",
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=True,
        validation_context=context,
        use_pades_lta=task["archive"],
    )
    with open(task["pdf"], "rb") as source, open(task["out"], "wb") as target:
        signers.sign_pdf(
            IncrementalPdfFileWriter(source),
            metadata,
            signer=signer,
            timestamper=timestamps.HTTPTimeStamper(task["tsa"]),
            output=target,
        )


def is_good(stamp):
    return bool(stamp.intact and stamp.valid and stamp.trusted)


def judge(task):
    """Nothing is fetched any more: what the signature brought along has to be enough, for every certificate."""
    root = load_cert_from_pemder(task["root"])
    with open(task["out"], "rb") as stream:
        reader = PdfFileReader(stream)
        dss = DocumentSecurityStore.read_dss(reader)
        context = dss.as_validation_context(
            {"trust_roots": [root], "allow_fetching": False, "revocation_mode": "require"}
        )
        first, *rest = reader.embedded_signatures
        status = validate_pdf_signature(first, signer_validation_context=context, ts_validation_context=context)
        stamp = status.timestamp_validity
        return {
            "intact": bool(status.intact and status.valid),
            "trusted": bool(status.trusted),
            "bottomLine": bool(status.bottom_line),
            "stamp": is_good(stamp),
            "answers": len(dss.ocsps),
            "lists": len(dss.crls),
            "documentStamps": [is_good(validate_pdf_timestamp(each, context)) for each in rest],
        }


def main():
    logging.disable(logging.CRITICAL)
    task = json.load(sys.stdin)
    try:
        sign(task)
        answer = judge(task)
    except Exception as error:  # what the peer refuses is what the test wants to read
        answer = {"error": f"{type(error).__name__}: {error} {error.__cause__ or ''}"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
