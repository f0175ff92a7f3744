import { derOid, derSequence } from '../../../src/formats/der/writer.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import { verify } from '../../../src/seal/verify/verify.js'
import type { ExpectedSeller, Report } from '../../../src/seal/verify/types.js'
import { identityOf, type Identity } from '../../../src/trust/keys/identity.js'
import type { ProfileRules } from '../../../src/trust/profiles/profile.js'
import { readTaxIds, type TaxIdentity } from '../../../src/trust/store/tax-ids.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { craftSeal } from '../../seal/crafted-seal.js'
import {
  BIT,
  extension,
  keyUsage,
  make,
  makeRoot,
  NOON,
  type Made,
  type MadeOptions,
} from '../made-certificate.js'

export const ORGANIZATION_IDENTIFIER = '2.5.4.97'
export const SERIAL_NUMBER = '2.5.4.5'
export const UNIQUE_IDENTIFIER = '2.5.4.45'
export const SURNAME = '2.5.4.4'

/** What a certificate of a signer is made of, beside what all have. */
export interface Leaf extends Partial<MadeOptions> {
  /** Bits of its key usage. */
  readonly usage?: readonly number[]
}

/** What verification said. */
export interface Judged {
  readonly status: string
  readonly seller: string
  readonly codes: readonly string[]
  readonly taxIds: readonly string[]
}

const root: Made = await makeRoot('Authority of the profiles')
/** When everything in these tests is sealed and verified. */
export const at = new Date(NOON)

/** The store that holds the one authority of these tests, under the rules of a profile. */
export const storeOf = (rules: ProfileRules): TrustStore =>
  TrustStore.from({ certificate: root.certificate.der, ...rules })

/** A signer under that authority, with a key for signatures unless it says otherwise. */
export async function signerOf({ usage, ...leaf }: Leaf): Promise<Identity> {
  const bits = usage ?? [BIT.digitalSignature, BIT.nonRepudiation]
  const extensions = [keyUsage(...bits), ...(leaf.extensions ?? [])]
  const { certificate, key } = await make({ name: 'Loja Lda', issuer: root, ...leaf, extensions })
  return identityOf({ certificate, chain: [], scheme: { kind: 'ecdsa', digest: 'SHA-256' } }, key)
}

/** What a profile reads in the certificate of such a signer. */
export async function read(rules: ProfileRules, leaf: Leaf): Promise<TaxIdentity> {
  const [anchor] = storeOf(rules).anchors
  if (anchor === undefined) throw new Error('no anchor')
  return readTaxIds((await signerOf(leaf)).certificate, anchor)
}

/** What verification says of a PDF without a receipt that such a signer sealed, whom the caller expects by this tax id. */
export async function judgeExpected(
  rules: ProfileRules,
  { leaf, taxId }: { readonly leaf: Leaf; readonly taxId: string },
): Promise<Judged> {
  return verifiedBy(rules, await craftSeal(await signerOf(leaf)), { taxId })
}

/** What verification says of a sealed PDF under a store of the profile. */
export async function verifiedBy(
  rules: ProfileRules,
  bytes: Uint8Array,
  seller: ExpectedSeller = 'from-document',
): Promise<Judged> {
  const report: Report = await verify(bytes, { trust: storeOf(rules), at, seller })
  const [signature] = report.signatures
  return {
    status: report.status,
    seller: report.answers.seller,
    codes: (signature?.findings ?? []).map(({ code }) => code),
    taxIds: signature?.signer?.taxIds ?? [],
  }
}

/** Returns qcStatements of a qualified certificate (EN 319 412-5) of these types. */
export const qualified = (...types: readonly string[]): Uint8Array =>
  extension(
    EXTENSION.qcStatements,
    false,
    derSequence(
      derSequence(derOid('0.4.0.1862.1.1')),
      derSequence(derOid('0.4.0.1862.1.6'), derSequence(...types.map(derOid))),
    ),
  )

export const SEAL = '0.4.0.1862.1.6.2'
export const SIGNATURE = '0.4.0.1862.1.6.1'
