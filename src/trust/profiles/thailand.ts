import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { TaxIdRuleRecord } from '../store/trust-list.js'
import type { PersonsSetting, Profile } from './profile.js'
import { objectIdentifier, persons as personsCheck } from './setting-checks.js'
import { ORDINARY_SIGNERS } from './signer-rules.js'

/** What may be chosen for Thailand. */
export interface ThEtaxSettings {
  /**
   * Attribute of the subject that has the tax id of 13 digits. Which one it is was not found out. Default: `organizationIdentifier`, else
   * `serialNumber`.
   */
  readonly attribute?: string
  /** Default: `refuse`. A person's number has 13 digits and the same check digit. */
  readonly persons?: PersonsSetting
}

/**
 * e-Tax invoices of Thailand (Revenue Department, ETDA): a seal under a CA that the national root licensed, and the tax id of 13 digits, the last
 * of which checks the others. The seal is `adbe.pkcs7.detached`, as the authority's own programs make it, or PAdES. Whether the file is
 * PDF/A-3 and what is embedded in it is not checked.
 */
export const TH_ETAX: Profile<ThEtaxSettings> = {
  title: 'Thailand: e-Tax invoices of the Revenue Department',
  scope: 'documents',
  unverified: [
    'which attribute of the certificate has the tax id (setting attribute)',
    'whether sellers who are persons seal with certificates that name them as persons (setting persons)',
  ],
  settings: { attribute: objectIdentifier, persons: personsCheck },
  rules: ({ attribute, persons = 'refuse' }) => ({
    jurisdiction: 'TH',
    role: 'accredited-ca',
    leaf: ORDINARY_SIGNERS,
    taxIdBinding: {
      required: true,
      rules: (attribute === undefined
        ? [NAME_ATTRIBUTE.organizationIdentifier, NAME_ATTRIBUTE.serialNumber]
        : [attribute]
      ).map((oid) => rule(oid, persons)),
    },
    document: { subFilters: ['adbe.pkcs7.detached', 'ETSI.CAdES.detached'] },
  }),
}

function rule(oid: string, persons: PersonsSetting): TaxIdRuleRecord {
  return {
    source: 'subject',
    oid,
    extract: String.raw`^(?:VATTH-)?(?<id>\d{13})$`,
    country: 'TH',
    scheme: 'TIN',
    checksum: 'th-13',
    ...(persons === 'accept' ? { holder: 'any' } : {}),
  }
}
