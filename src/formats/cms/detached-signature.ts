import { fromLatin1 } from '../../base/bytes.js'
import type { Certificate } from '../x509/certificate.js'
import { DIGEST_LENGTHS } from '../../crypto/digest-algorithm.js'
import {
  buildSignedAttributes,
  buildSignedData,
  signedDataSize,
  type SignedDataForm,
} from './signed-data-builder.js'

/** What one signer's detached signatures have in common. */
export interface DetachedSignatureForm extends Omit<
  SignedDataForm,
  'unsignedAttributes' | 'furtherAttributes'
> {
  readonly signer: Certificate
  /** SHA-256 of the signer's certificate. */
  readonly fingerprint: Uint8Array
}

/** A structure in DER in which only the message digest, and at its end the signature, are other ones each time. */
interface Template {
  readonly der: Uint8Array
  /** The same in hexadecimal. */
  readonly digits: Uint8Array
  readonly digestAt: number
}

/**
 * Detached signatures of one signer: what `buildSignedAttributes` and `buildSignedData` return, at the cost of a copy. All that they say but
 * the digest and the signature value depends on the signer alone.
 */
export class DetachedSignatures {
  /** Greatest length in bytes of what `writeSignedData` writes for a signature value of the length that was announced. */
  readonly maxLength: number
  readonly #form: DetachedSignatureForm
  readonly #attributes: Template
  /** By the length of the signature value: that of ECDSA varies by a few bytes. */
  readonly #signedData = new Map<number, Template>()

  constructor(form: DetachedSignatureForm) {
    this.#form = form
    this.#attributes = templateOf((messageDigest) => attributesOf(form, messageDigest), form)
    this.maxLength = signedDataSize(form)
  }

  /** Returns the signed attributes over `messageDigest`, as `buildSignedAttributes` does. */
  signedAttributes(messageDigest: Uint8Array): Uint8Array {
    const { der, digestAt } = this.#attributes
    const attributes = new Uint8Array(der)
    attributes.set(messageDigest, digestAt)
    return attributes
  }

  /**
   * Writes the SignedData with the signed attributes over `messageDigest` and their `signature`, as `buildSignedData` returns it, into the
   * begin of `room` in lower-case hexadecimal digits: the form in which `/Contents` holds it. Returns how many bytes they stand for;
   * when these are more than there is room for, nothing is written.
   */
  writeSignedData(room: Uint8Array, messageDigest: Uint8Array, signature: Uint8Array): number {
    const { digits, digestAt, der } = this.#template(signature.length)
    if (digits.length <= room.length) {
      room.set(digits)
      writeHex(room, 2 * digestAt, messageDigest)
      writeHex(room, digits.length - 2 * signature.length, signature)
    }
    return der.length
  }

  #template(length: number): Template {
    const known = this.#signedData.get(length)
    if (known !== undefined) return known
    const form = this.#form
    const signature = new Uint8Array(length)
    const template = templateOf(
      (messageDigest) =>
        buildSignedData({ ...form, signature, signedAttributes: attributesOf(form, messageDigest) }),
      form,
    )
    // Longer than announced is a fault of the signer, of which there may be any number.
    if (length <= form.signatureLength) this.#signedData.set(length, template)
    return template
  }
}

function attributesOf({ fingerprint }: DetachedSignatureForm, messageDigest: Uint8Array): Uint8Array {
  return buildSignedAttributes({ messageDigest, signingCertificate: { digest: fingerprint } })
}

/** The digest stands where what is built over two of them differs first. */
function templateOf(
  build: (messageDigest: Uint8Array) => Uint8Array,
  { digest }: DetachedSignatureForm,
): Template {
  const length = DIGEST_LENGTHS[digest]
  const der = build(new Uint8Array(length))
  const other = build(new Uint8Array(length).fill(0xff))
  const digits = new Uint8Array(2 * der.length)
  writeHex(digits, 0, der)
  return { der, digits, digestAt: der.findIndex((byte, index) => byte !== other[index]) }
}

function writeHex(target: Uint8Array, offset: number, bytes: Uint8Array): void {
  let at = offset
  for (const byte of bytes) {
    target[at++] = HEX_DIGITS[byte >> 4] ?? 0
    target[at++] = HEX_DIGITS[byte & 15] ?? 0
  }
}

const HEX_DIGITS = fromLatin1('0123456789abcdef')
