import { derOid, derPrintable, derSequence, derSet, derUtf8 } from '../../../formats/der/writer.js'
import { NAME_ATTRIBUTE } from '../../../formats/x509/oids.js'

/** What a name of a company or an authority is made of. */
export interface SubjectFields {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly organization: string
  /** EN 319 412-1 §5.1.4, such as `VATKE-P051234567X`. */
  readonly organizationIdentifier?: string
  readonly commonName: string
}

/** Greatest length of a common name (RFC 5280 appendix A.1, ub-common-name). */
const MAX_COMMON_NAME = 64

/** Returns the Name of EN 319 412-3 §4.2.1 in DER: country, organization, its identifier, common name, each in an RDN of its own. */
export function buildName(fields: SubjectFields): Uint8Array {
  const { country, organization, organizationIdentifier, commonName } = fields
  const parts = [
    attribute(NAME_ATTRIBUTE.country, derPrintable(country)),
    attribute(NAME_ATTRIBUTE.organization, derUtf8(organization)),
    ...(organizationIdentifier === undefined
      ? []
      : [attribute(NAME_ATTRIBUTE.organizationIdentifier, derUtf8(organizationIdentifier))]),
    attribute(NAME_ATTRIBUTE.commonName, derUtf8(Array.from(commonName).slice(0, MAX_COMMON_NAME).join(''))),
  ]
  return derSequence(...parts)
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return derSet(derSequence(derOid(type), value))
}
