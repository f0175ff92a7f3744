import type { TaxId } from '../../../src/document/model/types.js'
import { createReceiptBuilder } from '../../../src/document/page/build-receipt.js'
import { sign } from '../../../src/seal/sign/sign.js'
import type { ProfileRules } from '../../../src/trust/profiles/profile.js'
import { at, signerOf, verifiedBy, type Judged, type Leaf } from './made-signer.js'

/** Who the receipt says sells. */
export interface SellerOfReceipt {
  readonly taxIds: readonly TaxId[]
  readonly registrationId?: string
  readonly country: string
}

const builder = createReceiptBuilder()
const receipts = new Map<string, Promise<Uint8Array>>()

const receiptOf = (seller: SellerOfReceipt): Promise<Uint8Array> => {
  const key = JSON.stringify(seller)
  const known = receipts.get(key) ?? build(seller)
  receipts.set(key, known)
  return known
}

async function build({ taxIds, registrationId, country }: SellerOfReceipt): Promise<Uint8Array> {
  const { bytes } = await builder.build({
    kind: 'receipt',
    number: 'R-1',
    issuedAt: '2026-06-15T09:00:00Z',
    currency: 'EUR',
    language: 'en',
    seller: {
      name: 'Loja Lda',
      taxIds,
      ...(registrationId === undefined ? {} : { registrationId }),
      address: { country },
    },
    pricesInclude: 'tax',
    lines: [{ name: 'Bread', quantity: '1', unitPrice: '1.00', tax: [{ category: 'S', rate: '23' }] }],
  })
  return bytes
}

/** Seals a receipt of `seller` with a certificate like `leaf`, and verifies it against a store of the profile. */
export async function judge(
  rules: ProfileRules,
  { leaf, seller }: { readonly leaf: Leaf; readonly seller: SellerOfReceipt },
): Promise<Judged> {
  const identity = await signerOf(leaf)
  const { bytes } = await sign(await receiptOf(seller), { identity, at, anySeller: true })
  return verifiedBy(rules, bytes)
}
