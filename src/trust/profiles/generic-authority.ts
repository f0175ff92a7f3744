import { GENERIC_TAX_ID_RULES } from '../store/generic-rules.js'
import { toRuleRecord } from '../store/tax-id-rule.js'
import type { TaxIdRuleRecord } from '../store/trust-list.js'
import type { Profile } from './profile.js'
import { text, truth } from './setting-checks.js'

/** What one may say about an authority of one's own. */
export interface GenericAuthoritySettings {
  /** ISO 3166-1 or -2, such as `KE`. Default: the country in the name of the certificate. */
  readonly jurisdiction?: string
  /**
   * The one place where a tax id is looked for. Default: `organizationIdentifier` (`VATPT-500000000`, or a bare number), else `serialNumber`.
   */
  readonly rule?: TaxIdRuleRecord
  /** Whether a certificate without exactly one tax id is refused, whatever the caller expects. Default: true. */
  readonly required?: boolean
}

/**
 * A revenue authority with a CA of its own that is on no list: give its root, and where its certificates have the tax id when that is
 * neither `organizationIdentifier` nor `serialNumber`.
 */
export const GENERIC_AUTHORITY: Profile<GenericAuthoritySettings> = {
  title: 'Revenue authority with a CA of its own',
  scope: 'documents',
  unverified: [],
  settings: {
    jurisdiction: text(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'an ISO 3166 code such as KE'),
    rule: (value) =>
      typeof value === 'object' && value !== null ? undefined : 'must be a rule with source, oid and extract',
    required: truth,
  },
  rules: ({ jurisdiction, rule, required = true }) => ({
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    role: 'issuer-ca',
    taxIdBinding: { required, rules: rule === undefined ? GENERIC_TAX_ID_RULES.map(toRuleRecord) : [rule] },
  }),
}
