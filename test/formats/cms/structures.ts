import { concatBytes } from '../../../src/base/bytes.js'
import { ATTRIBUTE, CONTENT_TYPE } from '../../../src/formats/cms/oids.js'
import { parseSignedData, type SignerInfo } from '../../../src/formats/cms/signed-data.js'
import {
  compareEncodings,
  derContext,
  derElement,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import { derUtf8 } from '../der/der-values.js'

export const SHA256 = derSequence(derOid('2.16.840.1.101.3.4.2.1'))
export const name = derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8('Soko'))))
export const sid = derSequence(name, derInteger(7))
export const certificate = derSequence(derInteger(1), derOctetString(Uint8Array.of(1, 2, 3)))
export const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  derSequence(derOid(oid), derElement(0x31, ...values))
export const contentType = attribute(ATTRIBUTE.contentType, derOid(CONTENT_TYPE.data))
export const messageDigest = attribute(ATTRIBUTE.messageDigest, derOctetString(new Uint8Array(32).fill(7)))
export const setOf = (tag: number, attributes: readonly Uint8Array[]): Uint8Array =>
  derElement(tag, ...[...attributes].sort(compareEncodings))

/** What a test changes; each value is what stands in the structure. */
export interface Parts {
  readonly sid?: Uint8Array
  readonly attributes?: Uint8Array
  readonly unsigned?: readonly Uint8Array[]
  readonly certificates?: readonly Uint8Array[]
  readonly content?: readonly Uint8Array[]
  readonly type?: string
}

export function signerInfo(parts: Parts): Uint8Array {
  return derSequence(
    derInteger(1),
    parts.sid ?? sid,
    SHA256,
    parts.attributes ?? setOf(0xa0, [contentType, messageDigest]),
    derSequence(derOid('1.2.840.10045.4.3.2')),
    derOctetString(Uint8Array.of(9, 9)),
    ...(parts.unsigned === undefined ? [] : [derContext(1, ...parts.unsigned)]),
  )
}

export function fields(parts: Parts): readonly Uint8Array[] {
  return [
    derInteger(1),
    derSet(SHA256),
    derSequence(derOid(CONTENT_TYPE.data), ...(parts.content ?? [])),
    derContext(0, ...(parts.certificates ?? [certificate])),
    derSet(signerInfo(parts)),
  ]
}

export const cms = (parts: Parts = {}): Uint8Array =>
  derSequence(derOid(parts.type ?? CONTENT_TYPE.signedData), derContext(0, derSequence(...fields(parts))))

export const indefinite = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  concatBytes([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)])
export const berCms = (parts: Parts = {}): Uint8Array =>
  indefinite(0x30, derOid(CONTENT_TYPE.signedData), indefinite(0xa0, indefinite(0x30, ...fields(parts))))

export function onlySigner(bytes: Uint8Array): SignerInfo {
  const [signer, ...more] = parseSignedData(bytes).signerInfos
  if (signer === undefined || more.length > 0) throw new Error('not one signer')
  return signer
}
