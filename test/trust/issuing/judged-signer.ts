import type { Identity } from '../../../src/trust/keys/identity.js'
import { checkConstraints } from '../../../src/trust/path/constraint-rules.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'
import { buildPath } from '../../../src/trust/path/path.js'
import { checkRevocation } from '../../../src/trust/path/revocation/revocation.js'
import { readTaxIds } from '../../../src/trust/store/tax-ids.js'
import type { TrustStore } from '../../../src/trust/store/trust-store.js'

/** Returns how a signer is judged now by what the authority hands out: the tax id when all is well, else the codes. */
export async function judge(identity: Identity, store: TrustStore, at = Date.now()): Promise<string> {
  const cache = new PathCache()
  const { certificate, chain } = identity
  const result = await buildPath(certificate, {
    store,
    intermediates: chain,
    validationTime: at,
    usage: 'document-signature',
    constraints: () => checkConstraints,
    cache,
  })
  if (!result.ok) return result.findings.map(({ code }) => code).join(' ')
  const revocation = await checkRevocation(result.path, {
    anchor: result.anchor,
    crls: store.crls,
    at,
    cache,
  })
  if (revocation.outcome !== 'good') return revocation.findings.map(({ code }) => code).join(' ')
  const [id] = readTaxIds(certificate, result.anchor).ids
  return `${id?.scheme ?? ''} ${id?.country ?? ''} ${id?.value ?? ''}`
}
