import { whenReady } from '../../base/awaitable.js'
import type { Awaitable } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import { digest } from '../../crypto/digest.js'
import type { OperationCounter } from '../../crypto/signature.js'
import type { WrittenUpdate } from '../../formats/pdf/update/incremental-update.js'
import type { Extent } from '../../formats/pdf/values.js'
import { hasKeyHere, type Identity } from '../../trust/keys/identity.js'
import { SealedOutput } from './sealed-output.js'
import type { SigningMaterial } from './signing-material.js'
import { BYTE_RANGE, CONTENTS, byteRangeText } from './signature-dictionary.js'

/** A prepared revision and who signs it. */
export interface Embedding {
  readonly input: Uint8Array
  readonly written: WrittenUpdate
  readonly identity: Identity
  readonly material: SigningMaterial
  readonly counter: OperationCounter | undefined
}

/** A file with its signature in place, and what was signed. */
export interface Embedded {
  readonly output: SealedOutput
  readonly byteRange: readonly [number, number, number, number]
  /** Digest of the covered bytes: the one time they were hashed. */
  readonly digest: Uint8Array
}

/**
 * Returns the sealed file: byte range written, covered bytes hashed, attributes signed, `/Contents` filled. Nothing moves after hashing
 * (THREATS S-04). Throws `FiscalSealError('sign.self-check')` when the signer's answer is no signature of the size that was reserved.
 */
export function embed(embedding: Embedding): Awaitable<Embedded> {
  const { input, written, material, counter } = embedding
  const contents = placeholder(written, CONTENTS)
  const end = written.offset + written.bytes.length
  const byteRange = [0, contents.start, contents.end, end - contents.end] as const
  fill(written, placeholder(written, BYTE_RANGE), byteRangeText(byteRange))
  const output = new SealedOutput(input, written.bytes, { isAwaited: !hasKeyHere(embedding.identity) })
  const covered = output.views(0, contents.start).concat(output.views(contents.end, end))
  return whenReady(digest(material.digest, covered, counter), (value) => {
    output.cover({ algorithm: material.digest, value, start: contents.start, end: contents.end })
    return whenReady(signDigest(value, embedding), (digits) => {
      const room = contents.end - contents.start - 2
      if (digits.length > room)
        throw badAnswer(`a signature of ${digits.length / 2} bytes, where ${room / 2} were reserved`)
      output.appended.set(digits, contents.start + 1 - written.offset)
      return { output, byteRange, digest: value }
    })
  })
}

/** The signature as `/Contents` holds it. */
function signDigest(
  messageDigest: Uint8Array,
  { identity, material, counter }: Embedding,
): Awaitable<Uint8Array> {
  const finish = (answer: unknown): Uint8Array => {
    // What comes from a token or a key service is believed only after the self-check; here it must at least be bytes.
    if (!(answer instanceof Uint8Array) || answer.length === 0)
      throw badAnswer('something that is no signature')
    if (counter !== undefined) counter.privateKey++
    return material.signatures.signedDataDigits(messageDigest, answer)
  }
  const answer: unknown = identity.sign(material.signatures.signedAttributes(messageDigest))
  return answer instanceof Uint8Array ? finish(answer) : Promise.resolve(answer).then(finish)
}

function badAnswer(what: string): FiscalSealError {
  return new FiscalSealError('sign.self-check', `The signer answered with ${what}; nothing was sealed.`)
}

function placeholder({ placeholders }: WrittenUpdate, label: string): Extent {
  const extent = placeholders.get(label)
  if (extent === undefined) throw new RangeError(`no placeholder ${label}`)
  return extent
}

function fill(written: WrittenUpdate, { start, end }: Extent, bytes: Uint8Array): void {
  if (bytes.length !== end - start) throw new RangeError('a placeholder keeps its width')
  written.bytes.set(bytes, start - written.offset)
}
