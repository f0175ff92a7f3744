import { beforeAll, describe, expect, it } from '@jest/globals'
import { KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import type { LeafRules } from '../../../src/trust/store/anchor.js'
import { keyUsage, makeRoot, makeSigner, purposes, type Made } from '../made-certificate.js'
import { policies } from '../made-extensions.js'
import { anchored, codesOf } from './judged-path.js'

const STAMPS = { anyOf: [KEY_PURPOSE.timeStamping], forbid: [], ifAbsent: 'deny' } as const

describe('what trusted lists say of signers', () => {
  let root: Made
  beforeAll(async () => {
    root = await makeRoot('Root')
  })

  it('a certificate that is listed as a time-stamp authority signs time-stamps, and no documents', async () => {
    const stamper = await makeSigner(root, { extensions: [keyUsage(0), purposes(KEY_PURPOSE.timeStamping)] })
    const listed = anchored(stamper, { role: 'timestamp-authority' })
    expect(await codesOf(stamper, listed, [], { usage: STAMPS })).toEqual(['ok'])
    expect(await codesOf(stamper, listed, [])).toEqual(['path.no-trust-anchor'])
    const issuer = anchored(stamper, { role: 'issuer-ca' })
    expect(await codesOf(stamper, issuer, [], { usage: STAMPS })).toEqual(['path.no-trust-anchor'])
  })

  it('certificates of a policy that an anchor forbids are path.certificate-policy, others are not', async () => {
    const rules = (forbidden: string): LeafRules => ({
      keyUsage: { anyOf: ['digitalSignature', 'nonRepudiation'], ifAbsent: 'allow' },
      extendedKeyUsage: { forbid: [], ifAbsent: 'allow' },
      forbiddenPolicies: [forbidden],
      algorithms: {},
      validAfterExpiry: 'with-proof-of-time',
    })
    const leaf = await makeSigner(root, { extensions: [policies('1.2.3.4', '1.2.3.5')] })
    expect(await codesOf(leaf, anchored(root, { leaf: rules('1.2.3.6') }), [])).toEqual(['ok'])
    expect(await codesOf(leaf, anchored(root, { leaf: rules('1.2.3.5') }), [])).toEqual([
      'path.certificate-policy',
    ])
    expect(await codesOf(leaf, anchored(root, { leaf: rules('1.2.3.*') }), [])).toEqual([
      'path.certificate-policy',
    ])
  })
})
