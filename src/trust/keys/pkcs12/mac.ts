import { Malformed } from '../../../base/errors.js'
import { equalSecrets, hmac } from '../../../crypto/ciphers.js'
import {
  DIGEST_LENGTHS,
  digestAlgorithmOf,
  readAlgorithmIdentifier,
  type AlgorithmIdentifier,
  type DigestAlgorithm,
} from '../../../crypto/digest-algorithm.js'
import { DerCursor } from '../../../formats/der/cursor.js'
import { passesOf, type DerivationBudget } from '../encryption/derivation-budget.js'
import {
  deriveKey,
  hmacDigestOf,
  pbkdf2Of,
  type Pbkdf2Request,
  type SaltAndCount,
} from '../encryption/key-derivation.js'
import type { Passphrase } from '../passphrase.js'
import { derivePkcs12 } from './derivation.js'
import { hasOwnRounds } from './digest-rounds.js'

/** The MAC of a PKCS #12 container: HMAC under a key of its own derivation (RFC 7292 §4) or of PBKDF2 (PBMAC1, RFC 9579). */
export type Pkcs12Mac =
  | {
      readonly kind: 'pkcs12'
      readonly digest: DigestAlgorithm
      readonly derivation: SaltAndCount
      readonly value: Uint8Array
    }
  | {
      readonly kind: 'pbmac1'
      readonly digest: DigestAlgorithm
      readonly derivation: Pbkdf2Request
      readonly value: Uint8Array
    }

const PBMAC1 = '1.2.840.113549.1.5.14'
/** RFC 9579 §5: the key length must be said; shorter keys than this are not worth the name. */
const MIN_PBMAC1_KEY = 20
const MAX_PBMAC1_KEY = 64

/** Returns the MacData that `cursor` is at. Throws `Malformed`. */
export function readMac(cursor: DerCursor): Pkcs12Mac {
  const fields = cursor.sequence()
  const digestInfo = fields.sequence()
  const algorithm = readAlgorithmIdentifier(digestInfo)
  const value = digestInfo.octetString()
  digestInfo.finish()
  const salt = fields.octetString()
  const iterations = fields.atEnd ? 1 : fields.smallInteger()
  fields.finish()
  if (algorithm.oid === PBMAC1) return { kind: 'pbmac1', ...readPbmac1(algorithm), value }
  if (iterations < 1) throw new Malformed('algorithm.parameters', 'no iterations')
  return { kind: 'pkcs12', digest: digestAlgorithmOf(algorithm), derivation: { salt, iterations }, value }
}

function readPbmac1(id: AlgorithmIdentifier): {
  readonly digest: DigestAlgorithm
  readonly derivation: Pbkdf2Request
} {
  if (id.parameters === undefined) throw new Malformed('algorithm.parameters', 'PBMAC1')
  const fields = DerCursor.open(id.parameters).sequence()
  const derivation = pbkdf2Of(readAlgorithmIdentifier(fields))
  const digest = hmacDigestOf(readAlgorithmIdentifier(fields))
  fields.finish()
  const { keyLength } = derivation
  if (keyLength === undefined || keyLength < MIN_PBMAC1_KEY || keyLength > MAX_PBMAC1_KEY) {
    throw new Malformed('algorithm.parameters', 'key length of PBMAC1')
  }
  return { digest, derivation }
}

/** Returns whether the MAC holds over `content` under the passphrase; the budget is charged before the key is derived. */
export async function macHolds(
  mac: Pkcs12Mac,
  content: Uint8Array,
  access: { readonly passphrase: Passphrase; readonly budget: DerivationBudget },
): Promise<boolean> {
  access.budget.charge(mac.derivation, passesOfMac(mac))
  const key = await deriveMacKey(mac, access.passphrase)
  const computed = await hmac(mac.digest, key, [content])
  key.fill(0)
  return equalSecrets(computed, mac.value)
}

/** Returns how often `mac` runs its iterations, for the budget to be charged. */
export function passesOfMac(mac: Pkcs12Mac): number {
  if (mac.kind === 'pbmac1') return passesOf(mac.derivation.digest, keyLengthOf(mac))
  const passes = passesOf(mac.digest, DIGEST_LENGTHS[mac.digest])
  return hasOwnRounds(mac.digest) ? passes : Math.max(passes, PLATFORM_ROUND_WEIGHT)
}

/** A digest of the platform that is called for each round costs as much as so many rounds of our own. */
const PLATFORM_ROUND_WEIGHT = 2

function keyLengthOf(mac: Pkcs12Mac & { readonly kind: 'pbmac1' }): number {
  return mac.derivation.keyLength ?? DIGEST_LENGTHS[mac.digest]
}

function deriveMacKey(mac: Pkcs12Mac, passphrase: Passphrase): Promise<Uint8Array> {
  if (mac.kind === 'pkcs12') {
    const { digest, derivation } = mac
    return derivePkcs12({
      digest,
      ...derivation,
      passphrase: passphrase.bmp(),
      purpose: 3,
      length: DIGEST_LENGTHS[digest],
    })
  }
  return deriveKey(mac.derivation, passphrase, keyLengthOf(mac))
}
