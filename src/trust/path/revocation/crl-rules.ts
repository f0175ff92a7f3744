import { equalBytes, toHex } from '../../../base/bytes.js'
import { Malformed } from '../../../base/errors.js'
import {
  baseCrlNumberOf,
  crlNumberOf,
  entriesWith,
  invalidityDateOf,
  revocationReasonOf,
  type CertificateList,
  type RevokedCertificate,
} from '../../../formats/x509/crl.js'
import { formatName } from '../../../formats/x509/name.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import { isCurrent, silent, type Answer, type Revoked } from './answer.js'
import { signerOfList } from './crl-issuer.js'
import { isDirectory, reasonsCovered } from './crl-scope.js'
import { believed, holdsFor, isSignedBy, objectionTo, requireUnderstood } from './evidence-signer.js'
import type { Inquiry } from './revocation-options.js'

/** Extensions of a CRL that may be critical: they say what the list covers, and are honoured (RFC 5280 §5.2). */
const UNDERSTOOD: readonly string[] = [EXTENSION.issuingDistributionPoint, EXTENSION.deltaCrlIndicator]

/**
 * Returns what a CRL says about the certificate of the question (RFC 5280 §6.3.3), nothing when it speaks of others. Delta lists among
 * `options.crls` change what their base says; one without a base can only tell that something was revoked.
 */
export async function askList(crl: CertificateList, inquiry: Inquiry): Promise<readonly Answer[]> {
  try {
    const reasons = reasonsCovered(crl, inquiry)
    if (reasons === 0) return []
    requireUnderstood(crl, UNDERSTOOD)
    const key = await signerOfList(crl, inquiry)
    if (key === undefined) throw new Malformed('revocation.malformed', 'signature')
    return believed(await answersOf({ crl, key, reasons }, inquiry), objectionTo(crl, key, inquiry))
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return [silent('revocation.malformed', `${formatName(crl.issuer)}: ${error.detail || error.code}`)]
  }
}

interface SignedList {
  readonly crl: CertificateList
  readonly key: Uint8Array
  readonly reasons: number
}

/** A delta list that cannot be used keeps its base from vouching for anything; what the base revokes, it does not take back. */
async function answersOf(list: SignedList, inquiry: Inquiry): Promise<readonly Answer[]> {
  try {
    return answer(list, [...(await deltasOf(list, inquiry)), list.crl], inquiry)
  } catch (error) {
    const alone = answer(list, [list.crl], inquiry).filter(({ kind }) => kind === 'revoked')
    if (!(error instanceof Malformed) || alone.length === 0) throw error
    return alone
  }
}

/** A list that says "revoked" is believed however old it is; one that does not is evidence only while it, or a delta list to it, is current. */
function answer(
  { crl, reasons }: SignedList,
  lists: readonly CertificateList[],
  inquiry: Inquiry,
): readonly Answer[] {
  const current = lists.filter((each) => isCurrent(each, inquiry))
  const revoked = newestEntry(lists, current, inquiry)
  if (revoked !== undefined) return [{ ...revoked, reasons }]
  // §5.2.4: without its base a delta list never tells that something was not revoked.
  if (crl.extensions.has(EXTENSION.deltaCrlIndicator)) return []
  const [newest] = current
  if (newest === undefined) return [silent('revocation.stale', formatName(crl.issuer))]
  return [{ kind: 'good', evidence: lists, thisUpdate: newest.thisUpdate, reasons }]
}

/** (i) to (k): the newest list with an entry decides. Only a current one can say that the certificate was taken off. */
function newestEntry(
  lists: readonly CertificateList[],
  current: readonly CertificateList[],
  inquiry: Inquiry,
): Omit<Revoked, 'reasons'> | undefined {
  for (const crl of lists) {
    const entry = entryOf(crl, inquiry)
    if (entry === undefined) continue
    const reason = revocationReasonOf(entry)
    if (reason === 'removeFromCRL' && current.includes(crl)) return undefined
    if (reason === 'removeFromCRL') continue
    const at = Math.min(entry.revocationDate, invalidityDateOf(entry) ?? entry.revocationDate)
    return { kind: 'revoked', evidence: [crl], thisUpdate: crl.thisUpdate, at, reason }
  }
  return undefined
}

/** §5.3: a list with an entry that is not understood is not used at all. §5.3.3: an entry is of the issuer of the list unless one is named. */
function entryOf(crl: CertificateList, { certificate, options }: Inquiry): RevokedCertificate | undefined {
  if (crl.entries?.hasUnknownCritical === true)
    throw new Malformed('revocation.malformed', 'critical extension of an entry')
  const { cache } = options
  const isOfIssuer = cache.isSameName(crl.issuer, certificate.issuer)
  return entriesWith(crl, certificate.serialNumber).findLast(({ certificateIssuer }) =>
    certificateIssuer.length === 0
      ? isOfIssuer
      : certificateIssuer.some((one) => isDirectory(one, certificate.issuer, cache)),
  )
}

/** (c), (h): delta lists of the same scope by the same key, newest first. What is not signed by it may be anything, and is nothing. */
async function deltasOf({ crl, key }: SignedList, inquiry: Inquiry): Promise<readonly CertificateList[]> {
  const { crls, cache } = inquiry.options
  const deltas: CertificateList[] = []
  if (crl.extensions.has(EXTENSION.deltaCrlIndicator)) return deltas
  for (const delta of crls) {
    const isSigned = async (): Promise<boolean> =>
      isDeltaTo(crl, delta) &&
      cache.isSameName(delta.issuer, crl.issuer) &&
      sameExtension(crl, delta, EXTENSION.issuingDistributionPoint) &&
      sameExtension(crl, delta, EXTENSION.authorityKeyIdentifier) &&
      (await isSignedBy(delta, key, inquiry))
    if (!(await holdsFor(isSigned)) || objectionTo(delta, key, inquiry) !== undefined) continue
    requireUnderstood(delta, UNDERSTOOD)
    deltas.push(delta)
  }
  return deltas.sort((left, right) => right.thisUpdate - left.thisUpdate)
}

/** §5.2.4: the base is not older than the one that the delta list changes, and not newer than the delta list. */
function isDeltaTo(crl: CertificateList, delta: CertificateList): boolean {
  const least = baseCrlNumberOf(delta)
  const own = crlNumberOf(crl)
  const next = crlNumberOf(delta)
  if (least === undefined || own === undefined || next === undefined) return false
  return toNumber(least) <= toNumber(own) && toNumber(own) <= toNumber(next)
}

function toNumber(magnitude: Uint8Array): bigint {
  return BigInt(`0x${toHex(magnitude)}`)
}

function sameExtension(left: CertificateList, right: CertificateList, oid: string): boolean {
  const [one, other] = [left.extensions.get(oid)?.value, right.extensions.get(oid)?.value]
  return one === undefined || other === undefined ? one === other : equalBytes(one, other)
}
