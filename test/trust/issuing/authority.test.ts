import { describe, expect, it } from '@jest/globals'
import { createAuthority } from '../../../src/trust/issuing/authority.js'
import { buildPath } from '../../../src/trust/path/path.js'
import { checkRevocation } from '../../../src/trust/path/revocation.js'
import { PathCache } from '../../../src/trust/path/path-cache.js'

describe('an authority', () => {
  it('works', async () => {
    const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
    const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
    const cache = new PathCache()
    const t = performance.now()
    const result = await buildPath(identity.certificate, {
      store: authority.trust,
      intermediates: identity.chain,
      validationTime: Date.now(),
      usage: 'document-signature',
      cache,
    })
    console.log(performance.now() - t, result.ok, result.ok ? '' : result.findings)
    if (!result.ok) throw new Error()
    console.log(
      await checkRevocation(result.path, {
        anchor: result.anchor,
        crls: authority.trust.crls,
        at: Date.now(),
        cache,
      }),
    )
    await authority.revoke(identity)
    console.log(
      await checkRevocation(result.path, {
        anchor: result.anchor,
        crls: authority.trust.crls,
        at: Date.now(),
        cache,
      }),
    )
    expect(1).toBe(1)
  })
})
