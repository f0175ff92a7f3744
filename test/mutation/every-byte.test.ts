import { expect, it } from '@jest/globals'
import { buildReceipt } from '../../src/document/page/build-receipt.js'
import { sign } from '../../src/seal/sign/sign.js'
import { createVerifier } from '../../src/seal/verify/verifier.js'
import { createTestAuthority } from '../../src/testing/authority.js'
import { receiptModel } from '../document/model/model-samples.js'
import { judgeTurned, MASKS } from '../seal/verify/turned-bytes.js'

const LARGEST_RECEIPT = 20_000

it('a sealed receipt is never trusted after any one of its bytes was turned over in three ways', async () => {
  const authority = await createTestAuthority()
  const receipt = await buildReceipt(receiptModel(), { layout: { page: 'roll80' } })
  const identity = await authority.identity({ taxId: 'PT500000000', country: 'PT' })
  const sealed = (await sign(receipt, { identity })).bytes
  const verifier = createVerifier({ trust: authority.trust })
  expect(sealed.length).toBeLessThanOrEqual(LARGEST_RECEIPT)
  expect((await verifier.verify(sealed)).status).toBe('trusted')

  const { count, sameValue, trusted } = await judgeTurned(sealed, verifier, () => MASKS)
  expect(trusted).toEqual([])
  expect(count).toBe(sealed.length * MASKS.length)
  process.stdout.write(
    `mutation: bytes turned over in three ways ${count - sameValue} mutants, none trusted; ${sameValue} say the same in other letters\n`,
  )
}, 240_000)
