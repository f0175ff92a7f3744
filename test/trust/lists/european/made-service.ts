import { expect } from '@jest/globals'
import type { TrustedListsOptions } from '../../../../src/trust/lists/european/trusted-lists-options.js'
import type { TrustAnchor } from '../../../../src/trust/store/anchor.js'
import type { Made } from '../../made-certificate.js'
import { importFrom, signedList, type MadeList, type MadePeriod } from './made-list.js'

/** Returns the history of a service that was granted in 2020, with these extensions. */
export const granted = (extensions = ''): readonly MadePeriod[] => [
  { status: 'granted', from: '2020-01-01T00:00:00Z', extensions },
]

/** Returns a list of one service that is the certificate `ca`. */
export const listWith = (ca: Made, periods: readonly MadePeriod[], type = 'CA/QC'): MadeList => ({
  services: [{ type, certificates: [ca], periods }],
})

/** Returns the anchors of a Portuguese list signed by `signer`; it must not be refused. */
export async function anchorsOf(
  signer: Made,
  list: MadeList,
  purpose: TrustedListsOptions['purpose'] = 'any',
): Promise<readonly TrustAnchor[]> {
  const { store, refusals } = await importFrom(signer, await signedList(list, signer), { purpose })
  expect(refusals).toEqual([])
  return store?.anchors ?? []
}
