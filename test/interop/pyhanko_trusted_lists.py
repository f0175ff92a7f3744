"""What pyHanko reads in trusted lists: python3 pyhanko_trusted_lists.py LOTL LIST... (pip install "pyhanko[etsi]")

Prints one line of JSON for each file: services by type and current status, entries of their history, and whether the signature
holds under the certificates that the list of lists names, on the day on which the list was issued."""

import collections
import gzip
import json
import re
import sys

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.qualified import eutl_parse


def read(path):
    data = open(path, 'rb').read()
    return (gzip.decompress(data) if path.endswith('.gz') else data).decode('utf-8-sig')


def last(uri):
    return uri[uri.rfind('Svctype/') + 8 :] if 'Svctype/' in uri else uri.rsplit('/', 1)[-1]


def services(tree):
    providers = tree.trust_service_provider_list
    for provider in providers.trust_service_provider if providers else []:
        yield from provider.tspservices.tspservice


def signature(xml, tree, certificates):
    issued = tree.scheme_information.list_issue_date_time.to_datetime()
    try:
        eutl_parse._validate_and_extract_tl_data_multiple_certs(xml, certificates, validation_time=issued)
        return 'holds'
    except Exception as error:
        return f'refused: {type(error).__name__}'


def facts(path, pointers):
    name = path.rsplit('/', 1)[-1]
    try:
        return {'file': name, **content(read(path), pointers)}
    except Exception as error:
        return {'file': name, 'refused': type(error).__name__}


def content(xml, pointers):
    tree = eutl_parse._raw_tl_parse(re.sub(r'^<\?xml[^>]*\?>', '', xml))
    territory = tree.scheme_information.scheme_territory.value
    types, statuses, periods = collections.Counter(), collections.Counter(), 0
    for service in services(tree):
        current = service.service_information
        types[last(current.service_type_identifier.value)] += 1
        statuses[last(current.service_status.value)] += 1
        history = service.service_history
        periods += 1 + (len(history.service_history_instance) if history else 0)
    return {
        'territory': territory,
        'sequence': tree.scheme_information.tslsequence_number,
        'types': dict(sorted(types.items())),
        'statuses': dict(sorted(statuses.items())),
        'periods': periods,
        'signature': signature(xml, tree, pointers.get(territory, [])),
    }


def main(lotl, *paths):
    parsed = eutl_parse.parse_lotl_unsafe(re.sub(r'^<\?xml[^>]*\?>', '', read(lotl)))
    pointers = collections.defaultdict(list)
    for reference in parsed.references:
        pointers[reference.territory].extend(reference.tlso_certs)
    print(json.dumps({'territories': sorted(pointers)}))
    for path in paths:
        print(json.dumps(facts(path, pointers)))


main(*sys.argv[1:])
