import { toBase64 } from '../../../base/base64.js'
import { toHex } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import { digest } from '../../../crypto/digest.js'
import { KEY_PURPOSE } from '../../../formats/x509/oids.js'
import { DEFAULT_LEAF_RULES } from '../../store/anchor.js'
import { checkAnchorCertificate } from '../../store/anchor-certificate.js'
import { GENERIC_TAX_ID_RULES } from '../../store/generic-rules.js'
import { toRuleRecord } from '../../store/tax-id-rule.js'
import { toInstant } from '../../store/record-fields.js'
import type { AnchorRecord } from '../../store/trust-list.js'
import { limitsOfPeriod, type LeafLimits, type LimitsOfPeriod, type Purpose } from './leaf-limits.js'
import type { ListWarning, TrustedListHeader } from './trusted-lists-options.js'
import type { ServicePeriod, TrustedService } from './trusted-service.js'

/** Where the services stand, and what for. */
export interface AnchorContext {
  readonly header: TrustedListHeader
  readonly purpose: Purpose
  readonly evidence: { readonly url: string; readonly retrievedAt: string; readonly sha256: string }
}

/** The authorities of one list. */
export interface ListAnchors {
  readonly anchors: readonly AnchorRecord[]
  readonly warnings: readonly ListWarning[]
}

const SERVICE = 'http://uri.etsi.org/TrstSvc/Svctype/'
const ROLES: ReadonlyMap<string, AnchorRecord['role']> = new Map([
  [`${SERVICE}CA/QC`, 'accredited-ca'],
  [`${SERVICE}TSA/QTST`, 'timestamp-authority'],
])

/** TS 119 612 §5.5.4, with those of the time before eIDAS (TS 119 612 v1.1.1); whatever else there is counts as withdrawn. */
const GRANTED = ['granted', 'undersupervision', 'supervisionincessation', 'accredited']
const WITHDRAWN = [
  'withdrawn',
  'supervisionceased',
  'supervisionrevoked',
  'accreditationceased',
  'accreditationrevoked',
]

/** Returns the anchors for those of `services` that stand behind documents or time-stamps; a certificate that cannot be used is a warning. */
export async function serviceAnchors(
  services: readonly TrustedService[],
  context: AnchorContext,
): Promise<ListAnchors> {
  const anchors: AnchorRecord[] = []
  const warnings: ListWarning[] = []
  const uses = new Map<string, number>()
  for (const service of services) {
    const role = ROLES.get(service.type)
    if (role === undefined) continue
    const warn = (code: ListWarning['code'], message: string): void => {
      warnings.push({ territory: context.header.territory, code, service: service.name, message })
    }
    const histories = historiesOf(service, { role, purpose: context.purpose, warn })
    for (const der of service.certificates) {
      const sha256 = toHex(await digest('SHA-256', [der]))
      if (!isUsable(der, warn)) continue
      for (const history of histories) {
        const use = (uses.get(sha256) ?? 0) + 1
        uses.set(sha256, use)
        anchors.push(toRecord({ service, role, der, sha256, use, history, context }))
      }
    }
  }
  return { anchors, warnings }
}

type Warn = (code: ListWarning['code'], message: string) => void

function isUsable(der: Uint8Array, warn: Warn): boolean {
  try {
    checkAnchorCertificate(der)
    return true
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    warn('service.certificate', `A certificate of the service cannot be used (${error.message}).`)
    return false
  }
}

/** One rule for certificates of a service, and when it held. */
interface RuleHistory {
  readonly limits: LeafLimits
  readonly status: AnchorRecord['status']
}

/** The rules of a service change with time: each becomes an anchor of its own, granted while it was a rule. */
function historiesOf(
  service: TrustedService,
  {
    role,
    purpose,
    warn,
  }: { readonly role: AnchorRecord['role']; readonly purpose: Purpose; readonly warn: Warn },
): readonly RuleHistory[] {
  const periods = service.periods.map((period) => ({
    period,
    keys: limitsFor(period, role, purpose),
  }))
  if (periods.some(({ keys }) => keys.isNarrowed))
    warn(
      'service.qualification',
      'What the list says of some certificates is not understood; they do not count.',
    )
  for (const { status } of service.periods)
    if (![...GRANTED, ...WITHDRAWN].includes(status))
      warn('service.status', `The status ${status} is not known and counts as withdrawn.`)
  const rules = new Map(
    periods.flatMap(({ keys }) => keys.limits.map((limits) => [JSON.stringify(limits), limits] as const)),
  )
  return [...rules].map(([key, limits]) => ({
    limits,
    status: statusOf(
      periods.map(({ period, keys }) => ({
        period,
        // TS 119 612 §5.6.1: once it may have been another service, such as one for certificates that are not qualified.
        isRule: period.type === service.type && keys.limits.some((each) => JSON.stringify(each) === key),
      })),
    ),
  }))
}

function limitsFor(period: ServicePeriod, role: AnchorRecord['role'], purpose: Purpose): LimitsOfPeriod {
  if (role !== 'timestamp-authority') return limitsOfPeriod(period, purpose)
  return { limits: period.hasUnknownExtension ? [] : [{}], isNarrowed: period.hasUnknownExtension }
}

function statusOf(
  periods: readonly { readonly period: ServicePeriod; readonly isRule: boolean }[],
): AnchorRecord['status'] {
  return periods.map(({ period: { status, from }, isRule }) => ({
    value: GRANTED.includes(status) && isRule ? 'granted' : 'withdrawn',
    from: toInstant(from),
    reason: isRule ? status : `${status}, under other rules`,
  }))
}

interface RecordParts {
  readonly service: TrustedService
  readonly role: AnchorRecord['role']
  readonly der: Uint8Array
  readonly sha256: string
  readonly use: number
  readonly history: RuleHistory
  readonly context: AnchorContext
}

function toRecord({ service, role, der, sha256, use, history, context }: RecordParts): AnchorRecord {
  const { header, evidence } = context
  return {
    id: `eu-${header.territory.toLowerCase()}-${sha256.slice(0, 16)}-${use}`,
    environment: 'production',
    jurisdiction: header.jurisdiction,
    authority: { name: service.provider || service.name || header.operator },
    role,
    anchor: { kind: 'certificate', der: toBase64(der), sha256 },
    status: history.status,
    leaf: role === 'timestamp-authority' ? TIME_STAMP_LEAF : toLeaf(history.limits),
    taxIdBinding: { required: false, rules: role === 'timestamp-authority' ? [] : TAX_ID_RULES },
    revocation: { mode: 'require' },
    evidence: [{ ...evidence, ...(service.name === '' ? {} : { note: service.name }) }],
  }
}

/** Numbers with a prefix that says what they are (EN 319 412-1 §5.1.4); a bare number may be anything. */
const TAX_ID_RULES = GENERIC_TAX_ID_RULES.filter(({ scheme }) => scheme !== 'TAX').map(toRuleRecord)

const TIME_STAMP_LEAF: AnchorRecord['leaf'] = {
  keyUsage: { anyOf: ['digitalSignature', 'nonRepudiation'], ifAbsent: 'allow' },
  extendedKeyUsage: { anyOf: [KEY_PURPOSE.timeStamping], ifAbsent: 'deny' },
  algorithms: {},
}

function toLeaf({ keyUsage, ...limits }: LeafLimits): AnchorRecord['leaf'] {
  const { extendedKeyUsage, validAfterExpiry } = DEFAULT_LEAF_RULES
  return {
    keyUsage: { anyOf: keyUsage ?? ['digitalSignature', 'nonRepudiation'], ifAbsent: 'deny' },
    extendedKeyUsage,
    ...limits,
    algorithms: {},
    validAfterExpiry,
  }
}
