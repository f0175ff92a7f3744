"""Judges sealed PDFs with pyHanko, all in one process.

Reads from standard input a JSON array of {"path": ..., "roots": [...], "at": ISO date-time or null, "strict": ...},
writes a JSON array of {"path": ..., "error": ..., "signatures": [...]} in the same order.
The reader is strict unless the task says false; nothing is fetched.
"""

import json
import logging
import sys
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext


def context_for(task, roots_by_path):
    roots = []
    for path in task["roots"]:
        if path not in roots_by_path:
            roots_by_path[path] = list(load_certs_from_pemder([path]))
        roots.extend(roots_by_path[path])
    at = task.get("at")
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")) if at else None
    return ValidationContext(
        trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail", moment=moment, best_signature_time=moment
    )


def judge_signature(embedded, context):
    found = {"field": embedded.field_name}
    try:
        if embedded.sig_object.get("/Type", None) == "/DocTimeStamp":
            status = validate_pdf_timestamp(embedded, context)
        else:
            status = validate_pdf_signature(embedded, signer_validation_context=context)
        mechanism = embedded.signer_info["signature_algorithm"].signature_algo
    except Exception as error:  # what the peer cannot judge is told apart from what it refuses
        return {**found, "error": f"{type(error).__name__}: {error}"}
    level = getattr(status, "modification_level", None)
    return {
        **found,
        "intact": bool(status.intact),
        "valid": bool(status.valid),
        "trusted": bool(status.trusted),
        "coverage": getattr(status.coverage, "name", None),
        "modifications": getattr(level, "name", None),
        "docMdpOk": getattr(status, "docmdp_ok", None),
        "bottomLine": bool(getattr(status, "bottom_line", False)),
        "mechanism": mechanism,
    }


def judge(task, roots_by_path):
    try:
        with open(task["path"], "rb") as stream:
            reader = PdfFileReader(stream, strict=task.get("strict", True))
            context = context_for(task, roots_by_path)
            signatures = [judge_signature(embedded, context) for embedded in reader.embedded_signatures]
        return {"path": task["path"], "error": None, "signatures": signatures}
    except Exception as error:
        return {"path": task["path"], "error": f"{type(error).__name__}: {error}", "signatures": []}


def main():
    logging.disable(logging.CRITICAL)
    roots_by_path = {}
    json.dump([judge(task, roots_by_path) for task in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
