import { toHex } from '../../../base/bytes.js'
import { FiscalSealError } from '../../../base/errors.js'
import { digest } from '../../../crypto/digest.js'
import type { Certificate } from '../../../formats/x509/certificate.js'
import { formatName } from '../../../formats/x509/name.js'
import { toInstant } from '../../store/record-fields.js'
import type { TrustList } from '../../store/trust-list.js'
import { TrustStore } from '../../store/trust-store.js'
import { verifyList, type VerifiedList } from './list-signature.js'
import { Refused } from './refusal.js'
import { serviceAnchors } from './service-anchors.js'
import {
  claimedTerritory,
  readTrustedList,
  type ListPointer,
  type TrustedListContent,
} from './trusted-list-reader.js'
import type { ImportedTrustedList, ListWarning, TrustedListsOptions } from './trusted-lists-options.js'
import { parseXml } from './xades.js'

/** Largest list that is read, in bytes; national lists have up to 6 MB. */
export const MAX_LIST_BYTES = 32 * 1024 * 1024

/** The bytes of a list, and where they are from. */
export interface ListFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What the lists of one import have in common. */
export interface ImportContext {
  readonly options: TrustedListsOptions
  /** Returns who may sign the list of a territory. */
  readonly signersOf: (territory: string) => readonly Certificate[]
}

/** One list that was imported. */
export interface ListImport {
  readonly list: ImportedTrustedList
  readonly store: TrustStore
  readonly pointers: readonly ListPointer[]
  readonly isListOfLists: boolean
  readonly warnings: readonly ListWarning[]
}

/** Internal: why a list is refused, and which territory it claims to be of. */
export class RefusedList {
  readonly refusal: Refused
  readonly territory: string | undefined

  constructor(refusal: Refused, territory: string | undefined) {
    this.refusal = refusal
    this.territory = territory
  }
}

/** Returns what is in the list, or why it is refused. */
export async function importList(file: ListFile, context: ImportContext): Promise<ListImport | RefusedList> {
  let territory: string | undefined
  try {
    if (file.bytes.length === 0 || file.bytes.length > MAX_LIST_BYTES) throw new Refused('list.size')
    const parsed = await parseXml(file.bytes)
    territory = claimedTerritory(parsed.root)
    if (territory === undefined) throw new Refused('list.content', 'no territory')
    const verified = await verifyList(parsed, context.signersOf(territory))
    // Its signers are those of the territory that stood there before anything was proven.
    if (claimedTerritory(verified.root) !== territory)
      throw new Refused('list.content', `signed for another territory than ${territory}`)
    return await toImport(file, verified, context.options)
  } catch (error) {
    if (error instanceof Refused) return new RefusedList(error, territory)
    throw error
  }
}

async function toImport(
  file: ListFile,
  verified: VerifiedList,
  options: TrustedListsOptions,
): Promise<ListImport> {
  const content = readTrustedList(verified.root)
  const { header, services } = content
  checkTimes(content, verified.signer, options)
  const sha256 = await fingerprintOf(file.bytes)
  const context = {
    header,
    purpose: options.purpose ?? 'any',
    evidence: { url: content.location, retrievedAt: toInstant(options.at.getTime()), sha256 },
  }
  const { anchors, warnings } = await serviceAnchors(services, context)
  const list: TrustList = {
    format: 'tax-trust-list/1',
    listId: `eu-${header.territory.toLowerCase()}`,
    version: header.sequenceNumber,
    issuedAt: toInstant(header.issuedAt),
    expiresAt: toInstant(header.nextUpdate),
    anchors,
  }
  const signer = {
    subject: formatName(verified.signer.subject),
    sha256: await fingerprintOf(verified.signer.der),
  }
  return {
    list: { ...header, name: file.name, sha256, signer, services, list },
    store: toStore(list),
    pointers: content.pointers,
    isListOfLists: content.isListOfLists,
    warnings: [...listWarnings(content, verified, options), ...warnings],
  }
}

/** What the reader of trust lists does not take refuses this list, and no other. */
function toStore(list: TrustList): TrustStore {
  try {
    return TrustStore.from(list)
  } catch (error) {
    if (error instanceof FiscalSealError) throw new Refused('list.content', error.message)
    throw error
  }
}

async function fingerprintOf(bytes: Uint8Array): Promise<string> {
  return toHex(await digest('SHA-256', [bytes]))
}

/** A list has no time-stamp: that its signer was valid when it says that it was issued is all that can be asked of an old one. */
function checkTimes(
  { header }: TrustedListContent,
  signer: Certificate,
  { at, atLeast }: TrustedListsOptions,
): void {
  if (header.issuedAt > at.getTime()) throw new Refused('list.future', toInstant(header.issuedAt))
  if (header.nextUpdate < header.issuedAt) throw new Refused('list.content', 'it ends before it begins')
  if (header.issuedAt < signer.notBefore || header.issuedAt > signer.notAfter)
    throw new Refused('list.signer', 'its certificate was not valid when the list was issued')
  const least = atLeast?.[header.territory] ?? 0
  if (header.sequenceNumber < least)
    throw new Refused('list.rolled-back', `${header.sequenceNumber} after ${least}`)
}

function listWarnings(
  { header }: TrustedListContent,
  { isNamedBySha1 }: VerifiedList,
  { at }: TrustedListsOptions,
): readonly ListWarning[] {
  const { territory, nextUpdate } = header
  const warnings: ListWarning[] = []
  if (at.getTime() > nextUpdate) {
    const message = `The list ended on ${toInstant(nextUpdate)}; it may have forgotten a withdrawal.`
    warnings.push({ territory, code: 'list.stale', message })
  }
  if (isNamedBySha1) {
    const message =
      'The signature names its certificate by a SHA-1 digest; it is one that was given all the same.'
    warnings.push({ territory, code: 'list.signer-digest', message })
  }
  return warnings
}
