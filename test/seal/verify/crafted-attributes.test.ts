import { describe, expect, it } from '@jest/globals'
import { CONTENT_TYPE } from '../../../src/formats/cms/oids.js'
import { derInteger, derNull } from '../../../src/formats/der/writer.js'
import {
  attribute,
  contentType,
  honestAttributes,
  messageDigest,
  signingCertificate,
} from '../crafted-cms.js'
import type { CraftedSeal } from '../crafted-seal.js'
import { codesOf, identity, verified, withCms } from './crafted-case.js'

/** THREATS, CMS and CAdES: verdict and code; `crafted-signatures.test.ts` has the twin without a fault. */
describe('a signature whose attributes are crafted', () => {
  it.each<[string, CraftedSeal, string, string, string]>([
    [
      'C-01 it has no signed attributes',
      withCms((base, covered) => Promise.resolve({ ...base, attributes: null, message: covered })),
      'untrusted',
      'intact',
      'cms.signed-attributes-missing',
    ],
    [
      'C-04 message-digest is missing',
      withCms(async (base) => ({
        ...base,
        attributes: [contentType(), await signingCertificate(identity.certificate.der)],
      })),
      'altered',
      'broken',
      'cms.message-digest-missing',
    ],
    [
      'C-04 message-digest is of other bytes',
      withCms(async (base) => ({
        ...base,
        attributes: [
          contentType(),
          messageDigest(new Uint8Array(32)),
          await signingCertificate(identity.certificate.der),
        ],
      })),
      'altered',
      'broken',
      'cms.digest-mismatch',
    ],
    [
      'C-04 message-digest is a prefix',
      withCms(async (base) => ({
        ...base,
        attributes: [
          contentType(),
          messageDigest(base.digest.subarray(0, 31)),
          await signingCertificate(identity.certificate.der),
        ],
      })),
      'altered',
      'broken',
      'cms.digest-mismatch',
    ],
    [
      'C-04 message-digest stands twice',
      withCms(async (base) => ({
        ...base,
        attributes: [...(await honestAttributes(base)), messageDigest(base.digest)],
      })),
      'altered',
      'broken',
      'cms.message-digest-missing',
    ],
    [
      'C-05 content-type is missing',
      withCms(async (base) => ({
        ...base,
        attributes: [messageDigest(base.digest), await signingCertificate(identity.certificate.der)],
      })),
      'untrusted',
      'intact',
      'cms.content-type-missing',
    ],
    [
      'C-05 content-type is another one',
      withCms(async (base) => ({
        ...base,
        attributes: [
          contentType(CONTENT_TYPE.signedData),
          messageDigest(base.digest),
          await signingCertificate(identity.certificate.der),
        ],
      })),
      'altered',
      'intact',
      'cms.content-type-mismatch',
    ],
    [
      'C-06 an attribute stands twice',
      withCms(async (base) => ({
        ...base,
        attributes: [
          ...(await honestAttributes(base)),
          attribute('1.2.3.4', derNull()),
          attribute('1.2.3.4', derInteger(1)),
        ],
      })),
      'untrusted',
      'intact',
      'cms.attribute-duplicate',
    ],
    [
      'C-06 an attribute has no value',
      withCms(async (base) => ({
        ...base,
        attributes: [...(await honestAttributes(base)), attribute('1.2.3.4')],
      })),
      'untrusted',
      'intact',
      'cms.attribute-duplicate',
    ],
    [
      'C-07 the attributes are not in the order of DER',
      withCms(async (base) => ({
        ...base,
        attributes: [...(await honestAttributes(base))].reverse(),
        inThisOrder: true,
      })),
      'altered',
      'broken',
      'cms.signed-attributes-not-der',
    ],
  ])('is refused: %s', async (_, crafted, status, integrity, code) => {
    const report = await verified(crafted)
    expect(codesOf(report)).toContain(code)
    expect(report).toMatchObject({ status, signatures: [{ integrity }] })
  })
})
