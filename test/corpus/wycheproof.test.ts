import { describe, expect, it } from '@jest/globals'
import { Malformed } from '../../src/base/errors.js'
import type { SignatureScheme } from '../../src/crypto/algorithms.js'
import type { DigestAlgorithm } from '../../src/crypto/digest-algorithm.js'
import * as web from '../../src/crypto/platform/web.js'
import { CURVES } from '../../src/crypto/curve.js'
import { fromFixedLength } from '../../src/crypto/ecdsa-signature.js'
import { readPublicKey, type PublicKey } from '../../src/crypto/public-key.js'
import { canHold } from '../../src/crypto/signature-form.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { hasCorpus, print, readCorpusFile, readManifest } from './corpora.js'

interface Entry {
  readonly file: string
  readonly core_for_cms: boolean
}

interface Vector {
  readonly tcId: number
  readonly msg: string
  readonly sig: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly comment: string
}

interface Group {
  readonly type: string
  readonly sha?: string
  readonly mgf?: string
  readonly mgfSha?: string
  readonly sLen?: number
  readonly publicKeyDer?: string
  readonly publicKey?: { readonly curve?: string }
  readonly tests: readonly Vector[]
}

const DIGESTS: readonly string[] = [
  'SHA-1',
  'SHA-224',
  'SHA-256',
  'SHA-384',
  'SHA-512',
  'SHA3-256',
  'SHA3-384',
  'SHA3-512',
]
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

function digestOf(name: string | undefined): DigestAlgorithm | undefined {
  return name !== undefined && DIGESTS.includes(name) ? (name as DigestAlgorithm) : undefined
}

/** Returns the scheme of a group, or `undefined` when it is not one that CMS has here. */
function schemeOf(group: Group): SignatureScheme | undefined {
  const digest = digestOf(group.sha)
  if (group.type === 'EddsaVerify') {
    const isEd25519 = group.publicKey?.curve === 'edwards25519'
    return { kind: 'eddsa', curve: isEd25519 ? 'Ed25519' : 'Ed448' }
  }
  if (digest === undefined) return undefined
  if (group.type === 'RsassaPkcs1Verify') return { kind: 'rsa-pkcs1', digest }
  if (group.type.startsWith('Ecdsa')) return { kind: 'ecdsa', digest }
  if (group.type === 'DsaVerify') return { kind: 'dsa', digest }
  const mgfDigest = digestOf(group.mgfSha)
  if (!group.type.startsWith('RsassaPss') || mgfDigest === undefined || group.sLen === undefined)
    return undefined
  return { kind: 'rsa-pss', digest, mgfDigest, saltLength: group.sLen }
}

/** How one implementation answers. */
type Check = (scheme: SignatureScheme, key: PublicKey, vector: Vector) => Promise<boolean>

const onNode: Check = async (scheme, key, { msg, sig }) =>
  checkSignature({ scheme, key, message: [bytes(msg)], signature: bytes(sig) })

/** What `checkSignature` does where the platform is WebCrypto. */
const onWeb: Check = async (scheme, key, { msg, sig }) => {
  const signature = bytes(sig)
  return (
    canHold(scheme, key, signature) && web.verifySignature({ scheme, key, message: [bytes(msg)], signature })
  )
}

interface Score {
  accepted: number
  refused: number
  unavailable: number
  readonly wrong: string[]
}

async function scoreGroup(group: Group, check: Check, score: Score): Promise<void> {
  const scheme = schemeOf(group)
  if (scheme === undefined || group.publicKeyDer === undefined) {
    score.unavailable += group.tests.length
    return
  }
  const isFixedLength = group.type === 'EcdsaP1363Verify'
  for (const written of group.tests) {
    const vector = isFixedLength ? toSequence(written, readPublicKey(bytes(group.publicKeyDer))) : written
    const answer = await answerOf(() => check(scheme, readPublicKey(bytes(group.publicKeyDer ?? '')), vector))
    if (answer === 'unavailable') score.unavailable++
    else if (answer) score.accepted++
    else score.refused++
    const isWrong =
      (vector.result === 'valid' && answer === false) || (vector.result === 'invalid' && answer === true)
    if (isWrong) score.wrong.push(`#${vector.tcId} ${vector.result}: ${vector.comment}`)
  }
}

/** Turns r ‖ s into the form of CMS; a value of another length than the curve's stays as it is, and must be refused. */
function toSequence(vector: Vector, key: PublicKey): Vector {
  const size = key.curve === undefined ? 0 : CURVES[key.curve].size
  if (vector.sig.length !== 4 * size) return vector
  return { ...vector, sig: Buffer.from(fromFixedLength(bytes(vector.sig))).toString('hex') }
}

async function answerOf(check: () => Promise<boolean>): Promise<boolean | 'unavailable'> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return error.code === 'algorithm.unavailable' || error.code === 'algorithm.unknown'
      ? 'unavailable'
      : false
  }
}

const present = hasCorpus('wycheproof')
const files = present ? (readManifest('wycheproof') as { readonly entries: readonly Entry[] }).entries : []

describe.each([
  ['Node', onNode],
  ['WebCrypto', onWeb],
] as const)('signature vectors on %s', (name, check) => {
  const run = present ? it : it.skip
  run(
    'are accepted when valid and refused when invalid',
    async () => {
      const lines: string[] = []
      const wrong: string[] = []
      for (const { file } of files) {
        const { testGroups } = JSON.parse(new TextDecoder().decode(readCorpusFile('wycheproof', file))) as {
          testGroups: Group[]
        }
        const score: Score = { accepted: 0, refused: 0, unavailable: 0, wrong: [] }
        for (const group of testGroups) await scoreGroup(group, check, score)
        const counts = `accepted ${score.accepted}, refused ${score.refused}, not offered ${score.unavailable}`
        lines.push(`${file.replace('_test.json.gz', '').padEnd(44)} ${counts}, wrong ${score.wrong.length}`)
        wrong.push(...score.wrong.map((each) => `${file} ${each}`))
      }
      print([`Wycheproof on ${name}`, ...lines, ...wrong])
      expect(wrong).toEqual([])
    },
    600_000,
  )
})
