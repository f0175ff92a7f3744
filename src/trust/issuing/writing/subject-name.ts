import { NAME_ATTRIBUTE } from '../../../formats/x509/oids.js'
import { loadX509Library } from './x509-library.js'

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
export async function buildName(fields: SubjectFields): Promise<Uint8Array> {
  const { Name } = await loadX509Library()
  const { country, organization, organizationIdentifier, commonName } = fields
  // Left to itself the package would write PrintableString where it can: RFC 5280 §4.1.2.4 allows it, one form for all is easier to compare.
  const parts = [
    { [NAME_ATTRIBUTE.country]: [{ printableString: country }] },
    { [NAME_ATTRIBUTE.organization]: [{ utf8String: organization }] },
    ...(organizationIdentifier === undefined
      ? []
      : [{ [NAME_ATTRIBUTE.organizationIdentifier]: [{ utf8String: organizationIdentifier }] }]),
    { [NAME_ATTRIBUTE.commonName]: [{ utf8String: withinLimit(commonName) }] },
  ]
  return new Uint8Array(new Name(parts).toArrayBuffer())
}

function withinLimit(commonName: string): string {
  return Array.from(commonName).slice(0, MAX_COMMON_NAME).join('')
}
