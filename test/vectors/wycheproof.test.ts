import { describe, expect, it } from '@jest/globals'
import { Malformed } from '../../src/base/errors.js'
import { policyFindings, type SignatureScheme } from '../../src/crypto/algorithms.js'
import { DIGEST_LENGTHS, type DigestAlgorithm } from '../../src/crypto/digest-algorithm.js'
import * as web from '../../src/crypto/platform/web.js'
import { CURVES } from '../../src/crypto/curve.js'
import { fromFixedLength } from '../../src/crypto/ecdsa-signature.js'
import { readPublicKey, type PublicKey } from '../../src/crypto/public-key.js'
import { canHold } from '../../src/crypto/signature-form.js'
import { checkSignature } from '../../src/crypto/signature.js'
import { hasCorpus, print, readCorpusFile, readManifest } from '../corpus/corpora.js'
import { expectAgreement, runSuite, type Exclusion, type Outcome, type Vector } from './suite.js'

interface Test {
  readonly tcId: number
  readonly msg: string
  readonly sig: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly comment: string
}

interface Group {
  readonly type: string
  readonly sha?: string
  readonly mgfSha?: string
  readonly sLen?: number
  readonly publicKeyDer?: string
  readonly publicKey?: { readonly curve?: string }
  readonly tests: readonly Test[]
}

interface Case extends Vector {
  readonly test: Test
  readonly type: string
  readonly scheme: SignatureScheme | undefined
  readonly key: PublicKey | undefined
  /** Why there is no key. */
  readonly refusal: string | undefined
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

const digestOf = (name: string | undefined): DigestAlgorithm | undefined =>
  name !== undefined && name in DIGEST_LENGTHS ? (name as DigestAlgorithm) : undefined

/** Returns the scheme of a group, or `undefined` when it is none that is offered. */
function schemeOf(group: Group): SignatureScheme | undefined {
  if (group.type === 'EddsaVerify') {
    const isEd25519 = group.publicKey?.curve === 'edwards25519'
    return { kind: 'eddsa', curve: isEd25519 ? 'Ed25519' : 'Ed448' }
  }
  const digest = digestOf(group.sha)
  if (digest === undefined) return undefined
  if (group.type === 'RsassaPkcs1Verify') return { kind: 'rsa-pkcs1', digest }
  if (group.type === 'EcdsaVerify' || group.type === 'EcdsaP1363Verify') return { kind: 'ecdsa', digest }
  if (group.type === 'DsaVerify') return { kind: 'dsa', digest }
  const mgfDigest = digestOf(group.mgfSha)
  const isPss = group.type.startsWith('RsassaPss')
  if (!isPss || mgfDigest === undefined || group.sLen === undefined) return undefined
  return { kind: 'rsa-pss', digest, mgfDigest, saltLength: group.sLen }
}

/** Returns the key of a group, or the code with which it is refused: what it signed is then never checked. */
function keyOf({ publicKeyDer }: Group): PublicKey | string {
  if (publicKeyDer === undefined) return 'algorithm.unknown'
  try {
    return readPublicKey(bytes(publicKeyDer))
  } catch (error) {
    if (error instanceof Malformed) return error.code
    throw error
  }
}

function readCases(file: string): readonly Case[] {
  const text = new TextDecoder().decode(readCorpusFile('wycheproof', file))
  const { testGroups } = JSON.parse(text) as { readonly testGroups: readonly Group[] }
  return testGroups.flatMap((group) => {
    const scheme = schemeOf(group)
    const found = scheme === undefined ? 'algorithm.unknown' : keyOf(group)
    const key = typeof found === 'string' ? undefined : found
    const refusal = typeof found === 'string' ? found : undefined
    return group.tests.map((test) => ({
      id: `${file} #${test.tcId} ${test.comment}`,
      expected: test.result,
      test,
      type: group.type,
      scheme,
      key,
      refusal,
    }))
  })
}

/** r ‖ s in the form of CMS; a value of another length than the curve's stays as it is, and must be refused. */
function signatureOf({ test, type }: Case, key: PublicKey): Uint8Array {
  const signature = bytes(test.sig)
  const size = key.curve === undefined ? 0 : CURVES[key.curve].size
  return type === 'EcdsaP1363Verify' && signature.length === 2 * size ? fromFixedLength(signature) : signature
}

/** One implementation: how it checks, and what it has. */
interface Platform {
  readonly check: typeof checkSignature
  has(scheme: SignatureScheme, key: PublicKey): boolean
}

const WEB_DIGESTS: readonly DigestAlgorithm[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']
const WEB_CURVES: readonly (string | undefined)[] = ['P-256', 'P-384', 'P-521']

const PLATFORMS: Readonly<Record<string, Platform>> = {
  Node: { check: checkSignature, has: () => true },
  WebCrypto: {
    // What `checkSignature` does where the platform is WebCrypto.
    check: (request) =>
      canHold(request.scheme, request.key, request.signature) && web.verifySignature(request),
    has: (scheme, { curve }) => {
      if (scheme.kind === 'eddsa') return scheme.curve === 'Ed25519'
      if (scheme.kind === 'dsa' || !WEB_DIGESTS.includes(scheme.digest)) return false
      if (scheme.kind === 'ecdsa') return WEB_CURVES.includes(curve)
      return scheme.kind !== 'rsa-pss' || scheme.mgfDigest === scheme.digest
    },
  },
}

function scopeOf(platform: Platform): readonly Exclusion<Case>[] {
  return [
    {
      reason: 'not a signature scheme, key kind or curve that is offered',
      applies: ({ refusal }) => refusal === 'algorithm.unknown',
    },
    {
      reason: 'its key is refused before any signature is checked: size, exponent or point',
      applies: ({ refusal }) => refusal !== undefined,
    },
    {
      reason: 'not offered by the platform',
      applies: ({ scheme, key }) => scheme !== undefined && key !== undefined && !platform.has(scheme, key),
    },
    { reason: 'its source accepts either answer', applies: ({ expected }) => expected === 'acceptable' },
  ]
}

async function judge(vector: Case, platform: Platform): Promise<Outcome> {
  const { scheme, key, test } = vector
  if (scheme === undefined || key === undefined) throw new Error('out of scope')
  const holds = await platform.check({
    scheme,
    key,
    message: [bytes(test.msg)],
    signature: signatureOf(vector, key),
  })
  return { result: holds ? 'valid' : 'invalid' }
}

const present = hasCorpus('wycheproof')
const run = present ? it : it.skip
const files = present
  ? (readManifest('wycheproof') as { readonly entries: readonly { readonly file: string }[] }).entries
  : []

describe.each(Object.entries(PLATFORMS))('signatures of Wycheproof on %s', (name, platform) => {
  run(
    'are accepted when valid and refused when invalid',
    async () => {
      const score = await runSuite({
        title: `Wycheproof on ${name}`,
        vectors: files.flatMap(({ file }) => readCases(file)),
        scope: scopeOf(platform),
        judge: (vector) => judge(vector, platform),
      })
      expectAgreement(score)
    },
    600_000,
  )
})

/** Whether signatures of this kind may ever be trusted: TS 119 312, written down a second time. */
function isTrustworthy(scheme: SignatureScheme, key: PublicKey): boolean {
  if (scheme.kind === 'eddsa') return scheme.curve === 'Ed25519'
  const isSha2 = ['SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'].includes(scheme.digest)
  if (scheme.kind === 'dsa' || !isSha2) return false
  if (scheme.kind === 'ecdsa') return ['P-256', 'P-384', 'P-521'].includes(key.curve ?? '')
  const isSameMask = scheme.kind !== 'rsa-pss' || scheme.mgfDigest === scheme.digest
  return isSameMask && key.bits >= 2048 && key.bits <= 8192 && key.bits % 8 === 0
}

describe('what holds in Wycheproof', () => {
  run('is trusted by the policy only where algorithm, key and digest are of today', () => {
    const lines: string[] = []
    for (const { file } of files) {
      const counts = { trusted: 0, refused: 0 }
      for (const { id, scheme, key, expected } of readCases(file)) {
        if (scheme === undefined || key === undefined || expected !== 'valid') continue
        const objections = policyFindings(scheme, key).filter(({ code }) => code !== 'algorithm.salt-length')
        expect({ id, trusted: objections.length === 0 }).toEqual({ id, trusted: isTrustworthy(scheme, key) })
        counts[objections.length === 0 ? 'trusted' : 'refused']++
      }
      if (counts.trusted + counts.refused > 0)
        lines.push(`${file.padEnd(60)} ${counts.trusted} trusted, ${counts.refused} refused by policy`)
    }
    print(['What policy says of the valid signatures of Wycheproof', ...lines])
  })
})
