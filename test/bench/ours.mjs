// The library as its users call it: one authority, one identity that is kept, one verifier that is warm.
import { createAuthority } from '../../dist/esm/issuing.js'
import { newOperationCounter, sign } from '../../dist/esm/sign.js'
import { createVerifier } from '../../dist/esm/verify.js'
import { seller } from './seller.mjs'

const keys = { 'rsa-2048': 'RSA-2048', 'p-256': 'P-256' }

const mustBeTrusted = (report) => {
  if (report.status === 'trusted') return
  throw new Error(`${report.status}: ${JSON.stringify([report.findings, report.signatures])}`)
}

const prepareSign = ({ identity }, makeInput, counter) => ({
  makeInput,
  run: (bytes) => sign(bytes, { identity }),
  join: async (bytes) => (await sign(bytes, { identity })).bytes,
  count: async (bytes) => {
    await sign(bytes, { identity, counter })
  },
})

/** Sealed inputs: one for every round, but of a large file always the same, so that memory holds one only. */
const sealInputs = async ({ identity, isLarge }, makeInput) => {
  const seal = async (round) => (await sign(await makeInput(round), { identity })).bytes
  if (!isLarge) return seal
  const sealed = await seal(0)
  return () => sealed
}

const prepareVerify = async (parties, makeInput, counter) => {
  const options = { trust: parties.trust, seller: parties.isReceipt ? 'from-document' : 'not-required' }
  const verifier = createVerifier(options)
  const counting = createVerifier({ ...options, counter })
  return {
    makeInput: await sealInputs(parties, makeInput),
    run: async (bytes) => {
      mustBeTrusted(await verifier.verify(bytes))
    },
    count: async (bytes) => {
      await counting.verify(bytes)
    },
  }
}

/** The operations of one call when everything is warm: what is done once for all files is not counted. */
const countOperations = async ({ makeInput, count }, counter) => {
  await count(await makeInput(0))
  Object.assign(counter, newOperationCounter())
  await count(await makeInput(1))
  return { made: counter.privateKey, checked: counter.publicKey }
}

/** What one scenario calls, on which input, and how many public-key operations a call makes and checks. */
export const prepare = async ({ task, algorithm, isReceipt, isLarge }, makeInput) => {
  const key = keys[algorithm]
  const authority = await createAuthority({ name: 'Revenue Authority', country: seller.country, key })
  const identity = await authority.issue({ ...seller, key })
  const counter = newOperationCounter()
  const prepareTask = task === 'sign' ? prepareSign : prepareVerify
  const parties = { identity, trust: authority.trust, isReceipt, isLarge }
  const prepared = await prepareTask(parties, makeInput, counter)
  return { ...prepared, counts: await countOperations(prepared, counter) }
}
