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
    return whenReady(signAttributes(value, embedding), (signature) => {
      if (counter !== undefined) counter.privateKey++
      const from = contents.start + 1 - written.offset
      const room = output.appended.subarray(from, contents.end - 1 - written.offset)
      const length = material.signatures.writeSignedData(room, value, signature)
      if (2 * length > room.length)
        throw badAnswer(`a signature of ${length} bytes, where ${room.length / 2} were reserved`)
      return { output, byteRange, digest: value }
    })
  })
}

function signAttributes(messageDigest: Uint8Array, { identity, material }: Embedding): Awaitable<Uint8Array> {
  const answer: unknown = identity.sign(material.signatures.signedAttributes(messageDigest))
  return answer instanceof Uint8Array ? requireBytes(answer) : Promise.resolve(answer).then(requireBytes)
}

/** What comes from a token or a key service is believed only after the self-check; here it must at least be bytes. */
function requireBytes(answer: unknown): Uint8Array {
  if (answer instanceof Uint8Array && answer.length > 0) return answer
  throw badAnswer('something that is no signature')
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
