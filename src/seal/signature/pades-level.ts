import { rowOf, finding } from '../../base/findings/finding.js'
import type { Finding } from '../../base/findings/finding.js'
import { joinLists } from '../../base/lists.js'
import { ATTRIBUTE } from '../../formats/cms/oids.js'
import type { CmsSignature } from './cms-signature.js'
import type { SignatureDictionary } from './signature-dictionary.js'
import type { SignatureLevel } from './types.js'

/** What the level of a signature is drawn from. */
export interface LevelCase {
  readonly dictionary: SignatureDictionary
  readonly cms: CmsSignature
  /** Whether signing-certificate-v2 names the certificate of the signer. */
  readonly isNamed: boolean
  /** On form and attributes, found so far. */
  readonly findings: readonly Finding[]
}

/**
 * Returns the level that a signature has by its form (EN 319 142-1 §6.3, table 1, column B-B), and what costs it the level. A signature of
 * `adbe.pkcs7.detached` is `CMS`. Time-stamps and validation data, which higher levels rest on, are not judged here.
 */
export function checkLevel(level: LevelCase): {
  readonly level: SignatureLevel
  readonly findings: readonly Finding[]
} {
  const { dictionary, isNamed } = level
  if (dictionary.subFilter === 'adbe.pkcs7.detached') {
    return { level: 'CMS', findings: isNamed ? [] : [finding('cms.no-ess-cert-id')] }
  }
  if (dictionary.subFilter !== 'ETSI.CAdES.detached') return { level: null, findings: [] }
  const findings = joinLists(RULES.map((rule) => rule(level)))
  const isLost = level.findings.some(costsLevel) || findings.some(costsLevel)
  return { level: isLost ? null : 'B-B', findings }
}

type Rule = (level: LevelCase) => readonly Finding[]

/** Each says what is missing of table 1, or what is there and must not be. */
const RULES: readonly Rule[] = [
  ({ isNamed, findings }) =>
    isNamed || findings.some(({ code }) => SAID_ALREADY.includes(code)) ? [] : [finding('cms.ess-required')],
  ({ cms }) => (hasSigningTime(cms) ? [finding('cms.signing-time-present')] : []),
  ({ dictionary }) => (dictionary.has('M') ? [] : [finding('pades.not-baseline', '/M is missing')]),
  ({ dictionary }) => (dictionary.has('Cert') ? [finding('pades.not-baseline', '/Cert is present')] : []),
]

/** Where nothing could be named, or something else was, there is more to be said than that nothing is. */
const SAID_ALREADY: readonly Finding['code'][] = ['cms.ess-mismatch', 'cms.signer-certificate-missing']

function hasSigningTime({ signer }: CmsSignature): boolean {
  return signer.signedAttributes?.attributes.some(({ oid }) => oid === ATTRIBUTE.signingTime) ?? false
}

/** Everything on the form costs the level but what says nothing about it. */
function costsLevel({ code }: Finding): boolean {
  return rowOf(code).effect !== 'note' || COSTLY_NOTES.includes(code)
}

const COSTLY_NOTES: readonly Finding['code'][] = [
  'cms.not-der',
  'cms.signing-time-present',
  'pades.not-baseline',
]
