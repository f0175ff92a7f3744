import { describe, expect, it } from '@jest/globals'
import { sign } from '../../src/seal/sign/sign.js'
import { createVerifier } from '../../src/seal/verify/verifier.js'
import { FAULTS } from '../../src/testing/faults.js'
import { createPdf, XREF_FORMS } from '../../src/testing/pdf/test-pdf.js'
import { createAuthority } from '../../src/trust/issuing/authority.js'

const authority = await createAuthority({ name: 'Revenue Authority', country: 'KE' })
const identity = await authority.issue({ legalName: 'Soko Ltd', taxId: 'P051234567X' })
const verifier = createVerifier({ trust: authority.trust, seller: 'not-required' })

describe.each(XREF_FORMS)('a sealed PDF of the form %s', (form) => {
  it('is trusted', async () => {
    const { bytes } = await sign(createPdf({ form }), { identity })
    expect((await verifier.verify(bytes)).status).toBe('trusted')
  })

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('is not trusted when %s', async (_, fault) => {
    const { bytes } = await sign(createPdf({ form }), { identity })
    const faulty = fault.apply(bytes)
    expect(faulty).not.toEqual(bytes)
    const { status } = await verifier.verify(faulty)
    expect(['altered', 'untrusted', 'unreadable']).toContain(status)
  })
})
