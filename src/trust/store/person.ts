import type { Certificate } from '../../formats/x509/certificate.js'
import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'

/** EN 319 412-2 §4.2.4: what only the name of a natural person has. */
const OF_PERSONS: readonly string[] = [
  NAME_ATTRIBUTE.surname,
  NAME_ATTRIBUTE.givenName,
  NAME_ATTRIBUTE.pseudonym,
]

/** EN 319 412-1 §5.1.3: semantic identifiers of natural persons, before two letters of the country. */
const PERSON_IDENTIFIERS = ['PAS', 'IDC', 'PNO', 'TAX', 'TIN']

/** Returns whether the subject of a certificate is a natural person, whom it may name for an organisation all the same. */
export function isPerson({ subject }: Certificate): boolean {
  return subject.attributes.some(
    ({ oid, value }) =>
      OF_PERSONS.includes(oid) ||
      (oid === NAME_ATTRIBUTE.serialNumber &&
        // The standard writes a hyphen; some authorities write a space.
        ['-', ' '].includes(value.charAt(5)) &&
        PERSON_IDENTIFIERS.includes(value.slice(0, 3))),
  )
}
