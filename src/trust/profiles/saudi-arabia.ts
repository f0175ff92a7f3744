import { KEY_PURPOSE, NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { Profile } from './profile.js'
import { someOf } from './setting-checks.js'
import { ORDINARY_SIGNERS } from './signer-rules.js'

const CURVES = ['P-256', 'secp256k1'] as const

/** What may be chosen for Saudi Arabia. */
export interface SaZatcaSettings {
  /** Curves of the keys of sellers. Default: both. Where only WebCrypto is there, secp256k1 cannot be verified. */
  readonly curves?: readonly (typeof CURVES)[number][]
}

/**
 * Invoices of Saudi Arabia as PDF/A-3 (ZATCA, Security Features Implementation Standards 1.1, §2.3.4): PAdES B-B under the CA of ZATCA, and in
 * `organizationIdentifier` the bare VAT number, 15 digits that begin and end with 3.
 */
export const SA_ZATCA: Profile<SaZatcaSettings> = {
  title: 'Saudi Arabia: invoices sealed for ZATCA, phase 2',
  scope: 'documents',
  unverified: [
    'that units in use have keys on secp256k1, where the standard says P-256 (setting curves)',
    'that ZATCA clears PDF/A-3 with PAdES in practice, where the standard allows it',
  ],
  settings: { curves: someOf(CURVES) },
  rules: ({ curves = CURVES }) => ({
    jurisdiction: 'SA',
    role: 'issuer-ca',
    leaf: {
      keyUsage: { anyOf: ['digitalSignature'], ifAbsent: 'deny' },
      extendedKeyUsage: {
        anyOf: [KEY_PURPOSE.clientAuthentication, KEY_PURPOSE.documentSigning],
        forbid: [KEY_PURPOSE.serverAuthentication],
        ifAbsent: 'allow',
      },
      algorithms: { ...ORDINARY_SIGNERS.algorithms, curves },
    },
    taxIdBinding: {
      required: true,
      rules: [
        {
          source: 'subject',
          oid: NAME_ATTRIBUTE.organizationIdentifier,
          extract: String.raw`^(?<id>3\d{13}3)$`,
          country: 'SA',
          scheme: 'VAT',
        },
      ],
    },
    document: { subFilters: ['ETSI.CAdES.detached'], minLevel: 'B-B' },
  }),
}
