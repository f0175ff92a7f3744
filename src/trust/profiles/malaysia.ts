import { KEY_PURPOSE, NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { TaxIdRuleRecord } from '../store/trust-list.js'
import type { PersonsSetting, Profile } from './profile.js'
import { persons as personsCheck } from './setting-checks.js'
import { ORDINARY_SIGNERS } from './signer-rules.js'

/** What may be chosen for Malaysia. */
export interface MyMyInvoisSettings {
  /** Whether numbers of persons, which begin with `IG`, may be a seller's. Default: `refuse`. */
  readonly persons?: PersonsSetting
}

/**
 * Certificates for MyInvois of Malaysia: the tax id (TIN) bare in `organizationIdentifier`, the business registration number in
 * `serialNumber`, a key for non-repudiation, and the purpose of signing documents. MyInvois itself has XML and JSON signed, not PDF.
 */
export const MY_MYINVOIS: Profile<MyMyInvoisSettings> = {
  title: 'Malaysia: certificates for MyInvois',
  scope: 'certificates',
  unverified: [
    'places of the numbers, key usage and purpose, known from the published development kit only',
    'the letters before the digits, and that IG marks the number of a person (setting persons)',
  ],
  settings: { persons: personsCheck },
  rules: ({ persons = 'refuse' }) => ({
    jurisdiction: 'MY',
    role: 'accredited-ca',
    leaf: {
      keyUsage: { anyOf: ['nonRepudiation'], ifAbsent: 'deny' },
      extendedKeyUsage: { anyOf: [KEY_PURPOSE.microsoftDocumentSigning], ifAbsent: 'deny' },
      algorithms: ORDINARY_SIGNERS.algorithms,
    },
    taxIdBinding: {
      required: true,
      rules: [
        tin(String.raw`^(?<id>(?:[A-HJ-Z][A-Z]?|I[A-FH-Z]?)\d{8,13})$`),
        {
          ...tin(String.raw`^(?<id>IG\d{8,13})$`),
          holder: persons === 'accept' ? 'any' : 'person',
        },
        {
          source: 'subject',
          oid: NAME_ATTRIBUTE.serialNumber,
          extract: '^(?<id>[0-9A-Z-]{4,40})$',
          country: 'MY',
          scheme: 'BRN',
          compareTo: 'seller.registrationId',
        },
      ],
    },
  }),
}

function tin(extract: string): TaxIdRuleRecord {
  return {
    source: 'subject',
    oid: NAME_ATTRIBUTE.organizationIdentifier,
    extract,
    country: 'MY',
    scheme: 'TIN',
  }
}
