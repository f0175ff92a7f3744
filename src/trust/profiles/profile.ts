import type { AnchorOptions } from '../store/trust-list.js'

/** What a profile gives: the fields of an anchor but its certificate. They may be changed before they go into a store. */
export type ProfileRules = Omit<AnchorOptions, 'certificate'>

/** Whether the certificate of a natural person, with that person's own number, may be a seller's. */
export type PersonsSetting = 'accept' | 'refuse'

/** A profile: what its authority asks of certificates and documents, as far as it is known. */
export interface Profile<Settings> {
  readonly title: string
  /**
   * `documents`: sellers seal the PDF itself. `certificates`: the authority has something else sealed than a PDF; the profile reads its
   * certificates.
   */
  readonly scope: 'documents' | 'certificates'
  /** What no primary source confirmed; each is a setting, or stands in the rules and can be changed there. */
  readonly unverified: readonly string[]
  /** Each setting with a check of what it may be. */
  readonly settings: { readonly [Name in keyof Settings]-?: SettingCheck }
  /** Settings without which the profile means nothing. */
  readonly needed?: readonly (keyof Settings & string)[]
  rules(settings: Settings): ProfileRules
}

/** Returns what a setting must be, when it is not; `undefined` when it is. */
export type SettingCheck = (value: unknown) => string | undefined
