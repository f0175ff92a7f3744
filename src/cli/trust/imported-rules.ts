import type { AnchorRole } from '../../trust/store/anchor.js'
import type { AnchorOptions } from '../../trust/store/trust-list.js'
import {
  AUTHORITY_PROFILES,
  authorityProfile,
  type ProfileName,
} from '../../trust/profiles/authority-profile.js'
import type { ProfileRules } from '../../trust/profiles/profile.js'
import { readChoice, readTime, requireOption } from '../arguments.js'
import { UsageError } from '../usage-error.js'
import { requireJurisdiction } from './store-arguments.js'

/** Options that state rules for certificates that come without. */
export const RULE_OPTIONS = {
  profile: { type: 'string' },
  set: { type: 'string', multiple: true },
  id: { type: 'string' },
  authority: { type: 'string' },
  jurisdiction: { type: 'string' },
  role: { type: 'string' },
  test: { type: 'boolean' },
  'granted-from': { type: 'string' },
  'issued-until': { type: 'string' },
  'signed-until': { type: 'string' },
  revocation: { type: 'string' },
} as const

/** What `--help` says of them. */
export const RULE_HELP = `  --profile NAME         rules of a known kind of authority (below)
  --set NAME=VALUE       a setting of the profile; may be given several times
  --id ID                name of the authority in reports, such as pt.at.seals
  --authority NAME       who it is (default: the organization in the certificate)
  --jurisdiction CODE    where it is competent, such as PT or PT-20 (default: the country in
                         the certificate)
  --role ROLE            issuer-ca, accredited-ca, direct-signer, device-ca or
                         timestamp-authority (default: as the certificate says)
  --test                 a test authority: counts only where --allow-test is given
  --granted-from TIME    accepted since (default: always)
  --issued-until TIME    certificates of sellers that were issued later do not count
  --signed-until TIME    seals that were made later do not count
  --revocation MODE      require, prefer or none (default: where a certificate names a list or
                         a responder)`

/** Values of these options. */
export interface RuleValues {
  readonly profile?: string | undefined
  readonly set?: readonly string[] | undefined
  readonly id?: string | undefined
  readonly authority?: string | undefined
  readonly jurisdiction?: string | undefined
  readonly role?: string | undefined
  readonly test?: boolean | undefined
  readonly 'granted-from'?: string | undefined
  readonly 'issued-until'?: string | undefined
  readonly 'signed-until'?: string | undefined
  readonly revocation?: string | undefined
}

/** Returns the profiles as lines of help. */
export function profileHelp(): string {
  const width = Math.max(...AUTHORITY_PROFILES.map(({ name }) => name.length))
  return AUTHORITY_PROFILES.map(({ name, title, settings }) => {
    const own = settings.length === 0 ? '' : `\n  ${' '.repeat(width)}  (--set ${settings.join(', ')})`
    return `  ${name.padEnd(width)}  ${title}${own}`
  }).join('\n')
}

/** Returns the rules that the options state, `{}` when they state none; throws `UsageError`, and `FiscalSealError` for a setting that is wrong. */
export function readRules(values: RuleValues): Omit<AnchorOptions, 'certificate'> {
  const role = readChoice<AnchorRole>(values.role, 'role', [
    ...(['issuer-ca', 'accredited-ca', 'direct-signer', 'device-ca', 'timestamp-authority'] as const),
  ])
  const mode = readChoice(values.revocation, 'revocation', ['require', 'prefer', 'none'])
  const issued = instantOf(values['issued-until'], 'issued-until')
  const signed = instantOf(values['signed-until'], 'signed-until')
  const granted = instantOf(values['granted-from'], 'granted-from')
  const profile = readProfile(values)
  return {
    ...profile,
    ...(values.id === undefined ? {} : { id: requireId(values.id) }),
    ...(values.authority === undefined
      ? {}
      : { authority: { name: requireOption(values.authority, 'authority') } }),
    ...(values.jurisdiction === undefined ? {} : { jurisdiction: requireJurisdiction(values.jurisdiction) }),
    ...(role === undefined ? {} : { role }),
    ...(values.test === true ? { environment: 'test' } : {}),
    ...(granted === undefined ? {} : { status: [{ value: 'granted', from: granted }] }),
    ...(issued === undefined ? {} : { issuedNotAfter: issued }),
    ...(signed === undefined ? {} : { signedNotAfter: signed }),
    ...(mode === undefined ? {} : { revocation: { ...profile.revocation, mode } }),
  }
}

function instantOf(value: string | undefined, name: string): string | undefined {
  return readTime(value, name)
    ?.toISOString()
    .replace(/\.\d{3}Z$/, 'Z')
}

function requireId(id: string): string {
  if (/^[a-z0-9][a-z0-9.-]{2,80}$/.test(id)) return id
  throw new UsageError(
    `--id is small letters, digits, dots and hyphens, such as pt.at, not ${JSON.stringify(id)}.`,
  )
}

function readProfile(values: RuleValues): ProfileRules {
  const names = AUTHORITY_PROFILES.map(({ name }) => name)
  const name = readChoice<ProfileName>(values.profile, 'profile', names)
  if (name !== undefined) return rulesOf(name, readSettings(values.set ?? []))
  if (values.set !== undefined) throw new UsageError('--set is for a profile: add --profile NAME.')
  return {}
}

/** Which settings a profile has, it checks itself. */
function rulesOf(name: ProfileName, settings: object): ProfileRules {
  const read = authorityProfile as (name: ProfileName, settings: object) => ProfileRules
  return read(name, settings)
}

function readSettings(texts: readonly string[]): object {
  const settings = texts.map(readSetting)
  const names = settings.map(([name]) => name)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw new UsageError(`--set ${repeated} is given twice.`)
  return Object.fromEntries(settings)
}

function readSetting(text: string): readonly [string, unknown] {
  const end = text.indexOf('=')
  if (end < 1) throw new UsageError(`--set is NAME=VALUE, not ${JSON.stringify(text)}.`)
  const value = text.slice(end + 1)
  try {
    return [text.slice(0, end), JSON.parse(value)]
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return [text.slice(0, end), value]
  }
}
