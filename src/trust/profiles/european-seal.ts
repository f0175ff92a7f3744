import type { DocumentRules } from '../store/anchor.js'
import { NAME_ATTRIBUTE } from '../../formats/x509/oids.js'
import type { TaxIdRuleRecord } from '../store/trust-list.js'
import type { Profile, ProfileRules } from './profile.js'
import { oneOf, truth } from './setting-checks.js'
import { ORDINARY_SIGNERS } from './signer-rules.js'

/** Countries in which Regulation (EU) 910/2014 applies, by ISO 3166-1; VAT numbers of Greece begin with `EL` all the same. */
export const EU_COUNTRIES = [
  ...(['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI'] as const),
  ...(['FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU'] as const),
  ...(['LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'] as const),
] as const

/** A country in which Regulation (EU) 910/2014 applies. */
export type EuCountry = (typeof EU_COUNTRIES)[number]

/** What may be chosen for qualified seals of every country. */
export interface QualifiedSealSettings {
  /**
   * `accept`: a qualified signature of a person counts too, when the certificate names in `organizationIdentifier` the company for which the
   * person signs. Default: `refuse`.
   */
  readonly signatures?: 'accept' | 'refuse'
  /** Lowest level of the seal. Default: `B-B`. A level that the verifier cannot establish refuses every document. */
  readonly minLevel?: DocumentRules['minLevel']
}

/** What must be said about qualified seals: the country; what may be: the rest. */
export interface EuQualifiedSealSettings extends QualifiedSealSettings {
  /** Whose sellers, by ISO 3166-1. */
  readonly country: EuCountry
  /** Whether sellers with a number of another country count under this authority too. Default: false. */
  readonly foreignSellers?: boolean
}

/** EN 319 412-5 §4.2.1: the certificate is a qualified one. */
const QC_COMPLIANCE = '0.4.0.1862.1.1'
/** EN 319 412-5 §4.2.3: it is for electronic seals. */
const QC_TYPE_SEAL = '0.4.0.1862.1.6.2'

/**
 * Qualified electronic seals: QcCompliance and QcType of a seal (EN 319 412-5), the company in `organizationIdentifier` as `VATxx-…` or, for
 * its number in the commercial register, `NTRxx-…` (EN 319 412-1 §5.1.4), and a PAdES signature.
 */
export const EU_QUALIFIED_SEAL: Profile<EuQualifiedSealSettings> = {
  title: 'Qualified electronic seal of the European Union',
  scope: 'documents',
  unverified: [
    'that numbers of Hungary stand in certificates both short and with the five digits of the tax office; they are told apart',
    'the lowest level of a seal that a country asks for (setting minLevel)',
    'whether a country takes a qualified signature for a company instead of a seal (setting signatures)',
  ],
  settings: {
    country: oneOf(EU_COUNTRIES),
    foreignSellers: truth,
    signatures: oneOf(['accept', 'refuse']),
    minLevel: oneOf(['B-B', 'B-T', 'B-LT', 'B-LTA']),
  },
  needed: ['country'],
  rules: (settings) => {
    const { country, foreignSellers = false } = settings
    const rules = foreignSellers
      ? [rule('VAT', ANY_COUNTRY), rule('NTR', ANY_COUNTRY)]
      : [rule('VAT', country), rule('NTR', country)]
    return qualifiedSeal(country, rules, settings)
  },
}

/** Returns the rules for qualified seals of `country`, whose company is found by `rules`. */
export function qualifiedSeal(
  country: EuCountry,
  rules: readonly TaxIdRuleRecord[],
  { signatures = 'refuse', minLevel = 'B-B' }: QualifiedSealSettings,
): ProfileRules {
  return {
    jurisdiction: country,
    role: 'accredited-ca',
    leaf: {
      ...ORDINARY_SIGNERS,
      qcStatements: signatures === 'accept' ? [QC_COMPLIANCE] : [QC_COMPLIANCE, QC_TYPE_SEAL],
    },
    taxIdBinding: { required: true, rules },
    document: { subFilters: ['ETSI.CAdES.detached'], minLevel },
  }
}

const ANY_COUNTRY = 'any'

/** EN 319 412-1 §5.1.4: scheme, country, hyphen, number. The number of the register is compared with that alone. */
export function rule(scheme: 'VAT' | 'NTR', country: EuCountry | typeof ANY_COUNTRY): TaxIdRuleRecord {
  const code = country === ANY_COUNTRY ? '(?<cc>[A-Z]{2})' : country === 'GR' ? '(?:EL|GR)' : country
  return {
    source: 'subject',
    oid: NAME_ATTRIBUTE.organizationIdentifier,
    extract: `^${scheme}${code}-(?<id>.{1,40})$`,
    country: country === ANY_COUNTRY ? 'group' : country,
    scheme,
    compareTo: scheme === 'NTR' ? 'seller.registrationId' : 'seller.taxIds',
  }
}
