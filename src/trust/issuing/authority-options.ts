import { FiscalSealError } from '../../base/errors.js'
import { checkOptionNames, type OptionNames } from '../../base/known-options.js'
import type { KeyKind } from './key-kind.js'
import {
  requireCountry,
  requireDays,
  requireIntermediates,
  requireKeyKind,
  requireName,
  requireTaxId,
  requireTime,
  requireUrl,
} from './option-fields.js'

/** What an authority is made of. */
export interface AuthorityOptions {
  /** As it stands in its certificates, such as `Revenue Authority`. */
  readonly name: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Test authorities count only where the verifier allows them. Default: `production`. */
  readonly environment?: 'production' | 'test'
  /** Kind of the keys of root and issuing CA. Default: `P-256`. */
  readonly key?: KeyKind
  /** When its certificates begin; default: now. */
  readonly at?: Date
  /** For how many days a CRL is current. Default: 30. */
  readonly crlDays?: number
  /**
   * Where `fiscalseal authority serve` answers, such as `http://ca.example.com`; everything that it issues, its CAs too, then names where status,
   * CRL and issuer are to be had there. The three addresses below take precedence.
   */
  readonly url?: string
  /** Where the CRL of the issuing CA is published; it is then named in every certificate. */
  readonly crlUrl?: string
  /** Where the OCSP responder of the issuing CA answers; it is then named in every certificate. */
  readonly ocspUrl?: string
  /** Where the certificate of the issuing CA is published; it is then named in every certificate. */
  readonly issuerUrl?: string
  /** How many CAs stand between the root and the issuing CA, 0 to 4. Default: 0. */
  readonly intermediates?: number
}

/** Whom a certificate is issued to. */
export interface IssueOptions {
  /** As it stands in the commercial register. */
  readonly legalName: string
  /** Tax id of the seller, such as `P051234567X`, with or without the prefix of its country. */
  readonly taxId: string
  /** Country of the tax id; default: that of the authority. */
  readonly country?: string
  /** Kind of the key. Default: `P-256`. */
  readonly key?: KeyKind
  /** When the certificate begins; default: now. */
  readonly at?: Date
  /** For how many days it is valid. Default: 730, but never longer than the issuing CA. */
  readonly days?: number
  /** Common name; default: the legal name. */
  readonly commonName?: string
}

/** Options that were checked, with every default filled in. */
export interface AuthorityPlan {
  readonly name: string
  readonly country: string
  readonly environment: 'production' | 'test'
  readonly key: KeyKind
  readonly at: number
  readonly crlDays: number
  /** Without a slash at its end. */
  readonly url: string | undefined
  readonly crlUrl: string | undefined
  readonly ocspUrl: string | undefined
  readonly issuerUrl: string | undefined
  readonly intermediates: number
}

const OF_AUTHORITY: OptionNames<AuthorityOptions> = {
  name: true,
  country: true,
  environment: true,
  key: true,
  at: true,
  crlDays: true,
  url: true,
  crlUrl: true,
  ocspUrl: true,
  issuerUrl: true,
  intermediates: true,
}

/** Returns the options with defaults; throws `FiscalSealError('authority.invalid')` for what an authority cannot be made from. */
export function planAuthority(options: AuthorityOptions): AuthorityPlan {
  const code = 'authority.invalid'
  checkOptionNames(options, OF_AUTHORITY, { of: 'an authority', code })
  const environment = options.environment ?? 'production'
  if (!['production', 'test'].includes(environment))
    throw new FiscalSealError(code, 'The environment is neither production nor test.')
  const url = requireBase(options.url)
  const below = (path: string): string | undefined => (url === undefined ? undefined : `${url}/${path}`)
  return {
    name: requireName(options.name, 'name', code),
    country: requireCountry(options.country, code),
    environment,
    key: requireKeyKind(options.key ?? 'P-256', code),
    at: requireTime(options.at, code),
    crlDays: requireDays(options.crlDays ?? 30, code),
    url,
    crlUrl: requireUrl(options.crlUrl ?? below('crl'), 'the CRL'),
    ocspUrl: requireUrl(options.ocspUrl ?? below('ocsp'), 'the OCSP responder'),
    issuerUrl: requireUrl(options.issuerUrl ?? below('issuing-ca.cer'), 'the certificate of the issuing CA'),
    intermediates: requireIntermediates(options.intermediates ?? 0),
  }
}

/** The names of what is published are put behind it. */
function requireBase(address: string | undefined): string | undefined {
  const url = requireUrl(address, 'the authority')
  if (url !== undefined && /[?#]/.test(url))
    throw new FiscalSealError('authority.invalid', 'The address of the authority has a query or a fragment.')
  return url?.endsWith('/') === true ? url.slice(0, -1) : url
}

/** What a certificate is to say, checked. */
export interface IssuePlan {
  readonly legalName: string
  readonly commonName: string
  readonly country: string
  /** EN 319 412-1 §5.1.4. */
  readonly organizationIdentifier: string
  readonly key: KeyKind
  readonly at: number
  readonly days: number
}

const OF_CERTIFICATE: OptionNames<IssueOptions> = {
  legalName: true,
  taxId: true,
  country: true,
  key: true,
  at: true,
  days: true,
  commonName: true,
}

/** Returns the options with defaults; throws `FiscalSealError('argument.invalid')` for what cannot be certified. */
export function planIssue(options: IssueOptions, authority: { readonly country: string }): IssuePlan {
  const code = 'argument.invalid'
  checkOptionNames(options, OF_CERTIFICATE, { of: 'a certificate', code })
  const country = requireCountry(options.country ?? authority.country, code)
  const legalName = requireName(options.legalName, 'legalName', code)
  return {
    legalName,
    commonName:
      options.commonName === undefined ? legalName : requireName(options.commonName, 'commonName', code),
    country,
    organizationIdentifier: `VAT${country}-${requireTaxId(options.taxId, country)}`,
    key: requireKeyKind(options.key ?? 'P-256', code),
    at: requireTime(options.at, code),
    days: requireDays(options.days ?? 730, code),
  }
}
