import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { TaxIdRuleRecord } from '../store/trust-list.js'
import type { PersonsSetting, Profile } from './profile.js'
import { persons as personsCheck } from './setting-checks.js'
import { ORDINARY_SIGNERS } from './signer-rules.js'

/** What may be chosen for Mexico. */
export interface MxSatCsdSettings {
  /** Whether persons, whose RFC has 13 characters, may be sellers. Default: `accept`: they are taxpayers with certificates of their own. */
  readonly persons?: PersonsSetting
}

const COMPANY = String.raw`[A-ZÑ&]{3}\d{6}[A-Z0-9]{3}`
const PERSON = String.raw`[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}`

/**
 * Seal certificates (CSD) of the SAT of Mexico: `RFC / RFC of the representative` in `x500UniqueIdentifier` (2.5.4.45). Only the first is the
 * taxpayer's; the second, and the CURP in `serialNumber`, are a person's and never read as the seller's. They have no extended key usage. Older ones
 * have ISO 8859-1 bytes in what is marked as UTF-8: other attributes may, but an RFC in such bytes is not guessed at and stays unread.
 */
export const MX_SAT_CSD: Profile<MxSatCsdSettings> = {
  title: 'Mexico: seal certificates of the SAT',
  scope: 'certificates',
  unverified: ['whether the fiscal regime lets PDF files be sealed with them; CFDI are XML'],
  settings: { persons: personsCheck },
  rules: ({ persons = 'accept' }) => ({
    jurisdiction: 'MX',
    role: 'issuer-ca',
    leaf: ORDINARY_SIGNERS,
    taxIdBinding: {
      required: true,
      rules: [
        { ...rule(COMPANY), holder: 'any' },
        { ...rule(PERSON), holder: persons === 'accept' ? 'any' : 'person' },
        { ...rule(PERSON), extract: String.raw`^\s*/ (?<id>${PERSON})\s*$`, holder: 'person' },
      ],
    },
  }),
}

function rule(number: string): TaxIdRuleRecord {
  return {
    source: 'subject',
    oid: NAME_ATTRIBUTE.uniqueIdentifier,
    extract: String.raw`^\s*(?<id>${number})(?: / .*)?$`,
    country: 'MX',
    scheme: 'RFC',
  }
}
