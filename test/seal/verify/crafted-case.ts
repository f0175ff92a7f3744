import { verify } from '../../../src/seal/verify/verify.js'
import type { Report } from '../../../src/seal/verify/types.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import type { Identity } from '../../../src/trust/keys/identity.js'
import { craftCms } from '../crafted-cms.js'
import { craftSeal } from '../crafted-seal.js'
import type { CraftedSeal } from '../crafted-seal.js'

/** The authority under which seals are crafted, and who seals. */
export const authority = await createTestAuthority()
export const identity = await authority.identity()

/** The report on a PDF under that authority, whoever sells. */
export const judged = (bytes: Uint8Array): Promise<Report> =>
  verify(bytes, { trust: authority.trust, seller: 'not-required' })

/** The report on a crafted seal. */
export const verified = async (crafted: CraftedSeal): Promise<Report> =>
  judged(await craftSeal(identity, crafted))

/** All codes of a report: those on the file, then those on its signatures. */
export const codesOf = (report: Report): string[] =>
  [...report.findings, ...report.signatures.flatMap(({ findings }) => findings)].map(({ code }) => code)

interface CmsBase {
  readonly identity: Identity
  readonly digest: Uint8Array
}

/** Makes the CMS with what needs the digest of the covered bytes. */
export const withCms = (
  make: (base: CmsBase, covered: Uint8Array) => Promise<Parameters<typeof craftCms>[0]>,
): CraftedSeal => ({
  cms: async (digest, covered) => craftCms(await make({ identity, digest }, covered)),
})
