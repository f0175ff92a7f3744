import { FiscalSealError } from '../../base/errors.js'
import { BR_ICP_CNPJ, type BrIcpCnpjSettings } from './brazil.js'
import { EU_QUALIFIED_SEAL, type EuQualifiedSealSettings } from './european-seal.js'
import { GENERIC_AUTHORITY, type GenericAuthoritySettings } from './generic-authority.js'
import { MY_MYINVOIS, type MyMyInvoisSettings } from './malaysia.js'
import { MX_SAT_CSD, type MxSatCsdSettings } from './mexico.js'
import { PT_AT, type PtAtSettings } from './portugal.js'
import type { Profile, ProfileRules, SettingCheck } from './profile.js'
import { SA_ZATCA, type SaZatcaSettings } from './saudi-arabia.js'
import { TH_ETAX, type ThEtaxSettings } from './thailand.js'

/** The settings of each profile, by its name. */
export interface ProfileSettings {
  readonly 'generic-authority': GenericAuthoritySettings
  readonly 'eu-qualified-seal': EuQualifiedSealSettings
  readonly 'pt-at': PtAtSettings
  readonly 'sa-zatca': SaZatcaSettings
  readonly 'th-etax': ThEtaxSettings
  readonly 'my-myinvois': MyMyInvoisSettings
  readonly 'mx-sat-csd': MxSatCsdSettings
  readonly 'br-icp-cnpj': BrIcpCnpjSettings
}

/** The profiles that there are. */
export type ProfileName = keyof ProfileSettings

const PROFILES: { readonly [Name in ProfileName]: Profile<ProfileSettings[Name]> } = {
  'generic-authority': GENERIC_AUTHORITY,
  'eu-qualified-seal': EU_QUALIFIED_SEAL,
  'pt-at': PT_AT,
  'sa-zatca': SA_ZATCA,
  'th-etax': TH_ETAX,
  'my-myinvois': MY_MYINVOIS,
  'mx-sat-csd': MX_SAT_CSD,
  'br-icp-cnpj': BR_ICP_CNPJ,
}

/** What a profile is, for people. */
export interface ProfileDescription {
  readonly name: ProfileName
  readonly title: string
  /**
   * `documents`: sellers seal the PDF itself. `certificates`: the authority has something else sealed than a PDF; the profile reads its
   * certificates.
   */
  readonly scope: 'documents' | 'certificates'
  /** Names of its settings. */
  readonly settings: readonly string[]
  /** What no primary source confirmed; each is a setting, or stands in the rules and can be changed there. */
  readonly unverified: readonly string[]
}

/** The profiles that there are, and what of each is not confirmed. None of them is an accreditation by the authority that it is for. */
export const AUTHORITY_PROFILES: readonly ProfileDescription[] = Object.entries(PROFILES).map(
  ([name, { title, scope, settings, unverified }]) => ({
    name: name as ProfileName,
    title,
    scope,
    settings: Object.keys(settings),
    unverified,
  }),
)

/** The settings of a profile; they may be left out where none of them must be said. */
export type ProfileArguments<Name extends ProfileName> =
  Partial<ProfileSettings[Name]> extends ProfileSettings[Name]
    ? readonly [settings?: ProfileSettings[Name]]
    : readonly [settings: ProfileSettings[Name]]

/**
 * Returns the rules of an authority, to stand beside its certificate: `TrustStore.from({ certificate, ...authorityProfile('pt-at') })`. They
 * say where a tax id is found and what a signer and a seal must be like; whom to trust the certificate says, and no profile brings one. A
 * profile is no accreditation, and no proof that the authority takes such documents: see `unverified` in `AUTHORITY_PROFILES`. The name of
 * the authority is that of the certificate, unless `authority` is stated too.
 * Throws `FiscalSealError('argument.invalid')` for a name or a setting that does not exist, is missing, or cannot be used.
 */
export function authorityProfile<Name extends ProfileName>(
  name: Name,
  ...[settings]: ProfileArguments<Name>
): ProfileRules {
  const asked: unknown = name
  if (typeof asked !== 'string' || !Object.hasOwn(PROFILES, asked))
    throw invalid(`There is no profile ${String(asked)}; there are ${Object.keys(PROFILES).join(', ')}.`)
  const profile: Profile<ProfileSettings[Name]> = PROFILES[name]
  const given: unknown = settings ?? {}
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw invalid(`The settings of ${name} must be an object.`)
  const { settings: checks, needed } = profile
  checkSettings(name, new Map(Object.entries(given)), { checks, needed })
  // Plain data, of which the caller may change his own copy.
  return structuredClone(profile.rules(given as ProfileSettings[Name]))
}

function checkSettings(
  profile: string,
  given: ReadonlyMap<string, unknown>,
  {
    checks,
    needed = [],
  }: {
    readonly checks: Readonly<Record<string, SettingCheck>>
    readonly needed: readonly string[] | undefined
  },
): void {
  for (const name of given.keys())
    if (!Object.hasOwn(checks, name)) throw invalid(`${profile} has no setting ${name}.`)
  for (const [name, check] of Object.entries(checks)) {
    const value = given.get(name)
    if (value === undefined && !needed.includes(name)) continue
    const fault = check(value)
    if (fault !== undefined) throw invalid(`Setting ${name} of ${profile} ${fault}.`)
  }
}

function invalid(message: string): FiscalSealError {
  return new FiscalSealError('argument.invalid', message)
}
