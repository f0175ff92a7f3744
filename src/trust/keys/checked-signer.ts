import type { Awaitable } from '../../base/bytes.js'
import { FiscalSealError } from '../../base/errors.js'
import type { SignatureScheme } from '../../crypto/algorithms.js'
import { CURVES } from '../../crypto/curve.js'
import { fromFixedLength } from '../../crypto/ecdsa-signature.js'
import type { PublicKey } from '../../crypto/public-key.js'
import { checkSignature } from '../../crypto/signature.js'

/** Signs elsewhere: over `message`, which it hashes itself with the digest of `scheme`. ECDSA may come in DER or as r ‖ s (IEEE P1363). */
export type SignElsewhere = (message: Uint8Array, scheme: SignatureScheme) => Awaitable<Uint8Array>

/** What is to be signed, and how to tell that it was. */
export interface SigningRequest {
  readonly key: PublicKey
  readonly scheme: SignatureScheme
  readonly message: Uint8Array
}

/** Longest wait in milliseconds that a timer can count. */
export const MAX_TIMEOUT = 2 ** 31 - 1

/** A signer elsewhere whose every answer is checked before anyone sees it. */
export class CheckedSigner {
  readonly #sign: SignElsewhere
  readonly #timeout: number

  /** `timeout` in milliseconds. */
  constructor(sign: SignElsewhere, timeout: number) {
    this.#sign = sign
    this.#timeout = timeout
  }

  /**
   * Returns the signature, which holds under the key; ECDSA in DER. Throws `FiscalSealError('identity.signer')` when the signer fails, answers too
   * late, or answers with anything else: for another message, under another key, in another scheme.
   */
  async sign(request: SigningRequest): Promise<Uint8Array> {
    const answer: unknown = await this.#ask(request)
    if (answer instanceof Uint8Array) {
      for (const signature of readings(answer, request)) {
        if (await checkSignature({ ...request, message: [request.message], signature })) return signature
      }
    }
    throw failed('answered with something that is no signature of its certificate')
  }

  /** The signer gets a copy: what it does to it does not change what is checked. */
  async #ask({ message, scheme }: SigningRequest): Promise<unknown> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(failed(`did not answer within ${this.#timeout} ms`))
      }, this.#timeout)
    })
    try {
      return await Promise.race([this.#call(new Uint8Array(message), scheme), late])
    } finally {
      clearTimeout(timer)
    }
  }

  async #call(message: Uint8Array, scheme: SignatureScheme): Promise<unknown> {
    try {
      return await this.#sign(message, scheme)
    } catch (cause) {
      throw failed('failed', cause)
    }
  }
}

/** Returns what the answer may mean, as it would stand in a CMS: copies, which the signer cannot change after they were checked. */
function readings(answer: Uint8Array, { key, scheme }: SigningRequest): readonly Uint8Array[] {
  const own = new Uint8Array(answer)
  const size = key.curve === undefined ? 0 : CURVES[key.curve].size
  return scheme.kind === 'ecdsa' && own.length === 2 * size ? [own, fromFixedLength(own)] : [own]
}

function failed(what: string, cause?: unknown): FiscalSealError {
  return new FiscalSealError('identity.signer', `The external signer ${what}.`, { cause })
}
