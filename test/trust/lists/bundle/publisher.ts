import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { FiscalSealError } from '../../../../src/base/errors.js'
import type { Authority } from '../../../../src/trust/issuing/authority.js'
import { createAuthority } from '../../../../src/trust/issuing/authority.js'
import type { AnchorRecord } from '../../../../src/trust/store/trust-list.js'

/** Written here once more, with nothing of the library: what a publisher signs and how it lies on the wire. */
export const ROOT_TYPE = 'application/vnd.fiscalseal.trust-root+json'
export const LIST_TYPE = 'application/vnd.fiscalseal.trust-list+json'
export const LIST_ID = 'test.authorities'
export const DAY = 86_400_000
/** The moment for which bundles are judged, unless a test says otherwise. */
export const NOON = Date.UTC(2026, 10, 22, 12)
export const at = (days = 0): Date => new Date(NOON + days * DAY)
export const instant = (days: number): string => `${at(days).toISOString().slice(0, 19)}Z`

export interface TestKey {
  readonly id: string
  readonly spki: Buffer
  readonly privateKey: KeyObject
}

/** Even numbers are Ed25519, odd ones P-256. */
export const KEYS: readonly TestKey[] = Array.from({ length: 12 }, (_, index) => {
  const { publicKey, privateKey } =
    index % 2 === 0 ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return { id: createHash('sha256').update(spki).digest('hex'), spki, privateKey }
})

export const keyAt = (index: number): TestKey => {
  const key = KEYS[index]
  if (key === undefined) throw new RangeError(`no key ${index}`)
  return key
}

export interface Signature {
  readonly keyid: string
  readonly sig: string
}

export interface Envelope {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: readonly Signature[]
}

/** Who may sign: numbers of keys. */
export interface Role {
  readonly keys: readonly number[]
  readonly threshold: number
}

export interface RootShape {
  readonly version: number
  readonly root: Role
  readonly list: Role
  readonly listId?: string
  /** In days from `NOON`. */
  readonly ends?: number
}

export const paeOf = (type: string, payload: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `, 'utf8'),
    payload,
  ])

export function signatureOf(index: number, message: Buffer): Signature {
  const { id, privateKey } = keyAt(index)
  const digest = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return { keyid: id, sig: sign(digest, message, privateKey).toString('base64') }
}

/** Signs any payload as anything. */
export function envelopeOf(type: string, content: unknown, signers: readonly number[]): Envelope {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const payload = Buffer.from(text, 'utf8')
  return {
    payloadType: type,
    payload: payload.toString('base64'),
    signatures: signers.map((index) => signatureOf(index, paeOf(type, payload))),
  }
}

export function rootRecord(shape: RootShape): Record<string, unknown> {
  const role = ({ keys, threshold }: Role): unknown => ({
    threshold,
    keyIds: keys.map((index) => keyAt(index).id),
  })
  const used = [...new Set([...shape.root.keys, ...shape.list.keys])].map(keyAt)
  return {
    format: 'tax-trust-root/1',
    listId: shape.listId ?? LIST_ID,
    version: shape.version,
    expiresAt: instant(shape.ends ?? 700),
    keys: used.map(({ id, spki }) => ({ id, spki: spki.toString('base64') })),
    roles: { root: role(shape.root), list: role(shape.list) },
  }
}

export const rootOf = (shape: RootShape, signers: readonly number[]): Envelope =>
  envelopeOf(ROOT_TYPE, rootRecord(shape), signers)

let anchors: readonly AnchorRecord[] = []
let issuer: Authority | undefined

/** Makes the one authority that the lists name; once is enough. */
export async function openAuthority(): Promise<Authority> {
  issuer ??= await createAuthority({ name: 'Revenue Authority', country: 'KE', key: 'P-256' })
  anchors = issuer.trust.toJSON().lists[0]?.anchors ?? []
  return issuer
}

export interface ListShape {
  readonly version: number
  readonly listId?: string
  /** In days from `NOON`. */
  readonly ends?: number
  /** Something by which two lists of one version differ. */
  readonly issued?: number
}

export const listRecord = (shape: ListShape): Record<string, unknown> => ({
  format: 'tax-trust-list/1',
  listId: shape.listId ?? LIST_ID,
  version: shape.version,
  issuedAt: instant(shape.issued ?? -1),
  expiresAt: instant(shape.ends ?? 30),
  anchors,
})

export const listOf = (shape: ListShape, signers: readonly number[]): Envelope =>
  envelopeOf(LIST_TYPE, listRecord(shape), signers)

export const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

export const bundleOf = (roots: readonly unknown[], list: unknown): Uint8Array =>
  bytesOf({ format: 'tax-trust-bundle/1', roots, list })

/** The code of the refusal, or `accepted`. */
export async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    if (error instanceof FiscalSealError) return error.code
    throw error
  }
}
