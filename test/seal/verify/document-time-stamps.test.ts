import { describe, expect, it } from '@jest/globals'
import { digest } from '../../../src/crypto/digest.js'
import { ATTRIBUTE, CONTENT_TYPE } from '../../../src/formats/cms/oids.js'
import {
  derContext,
  derElement,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
} from '../../../src/formats/der/writer.js'
import { verify } from '../../../src/seal/verify/verify.js'
import type { Report } from '../../../src/seal/verify/types.js'
import { createTestAuthority } from '../../../src/testing/authority.js'
import {
  attribute,
  contentType,
  craftCms,
  digestId,
  messageDigest,
  signingCertificate,
} from '../crafted-cms.js'
import { craftSeal } from '../crafted-seal.js'

const authority = await createTestAuthority()
const identity = await authority.identity()

interface CraftedToken {
  readonly imprint?: Uint8Array
  readonly type?: string
  readonly hasContent?: boolean
  readonly tstInfo?: Uint8Array
}

function tstInfoOf(imprint: Uint8Array): Uint8Array {
  return derSequence(
    derInteger(1),
    derOid('1.2.3.4'),
    derSequence(digestId('SHA-256'), derOctetString(imprint)),
    derInteger(7),
    derElement(0x18, new TextEncoder().encode('20261122063000Z')),
  )
}

async function verified({
  imprint,
  type = 'DocTimeStamp',
  hasContent = true,
  tstInfo,
}: CraftedToken): Promise<Report> {
  const bytes = await craftSeal(identity, {
    entries: `/Type /${type} /SubFilter /ETSI.RFC3161`,
    cms: async (covered) => {
      const content = tstInfo ?? tstInfoOf(imprint ?? covered)
      const value = await digest('SHA-256', [content])
      return craftCms({
        identity,
        digest: value,
        version: 3,
        encapsulated: derSequence(
          derOid(CONTENT_TYPE.timeStampInfo),
          ...(hasContent ? [derContext(0, derOctetString(content))] : []),
        ),
        attributes: [
          contentType(CONTENT_TYPE.timeStampInfo),
          messageDigest(value),
          await signingCertificate(identity.certificate.der),
          attribute(ATTRIBUTE.signingTime, derElement(0x17, new TextEncoder().encode('261122063000Z'))),
        ],
      })
    },
  })
  return verify(bytes, { trust: authority.trust, seller: 'not-required' })
}

const codesOf = (report: Report): string[] =>
  report.signatures.flatMap(({ findings }) => findings.map(({ code }) => code))

describe('a document time-stamp', () => {
  it('is intact over the bytes that it covers, is no seal, and proves no time yet', async () => {
    const report = await verified({})
    expect(report).toMatchObject({
      status: 'unsigned',
      signatures: [
        {
          kind: 'document-timestamp',
          integrity: 'intact',
          status: 'indeterminate',
          level: null,
          coverage: 'whole-file',
        },
      ],
    })
    expect(codesOf(report)).toEqual(['time-stamp.not-validated'])
  })

  it('is reported as time-stamp.type when it is typed as a signature', async () => {
    const report = await verified({ type: 'Sig' })
    expect(report).toMatchObject({ status: 'unsigned', signatures: [{ integrity: 'intact' }] })
    expect(codesOf(report)).toContain('time-stamp.type')
  })

  it.each<[string, CraftedToken, string, string]>([
    ['of other bytes', { imprint: new Uint8Array(32) }, 'broken', 'time-stamp.imprint-mismatch'],
    ['without content', { hasContent: false }, 'unknown', 'time-stamp.malformed'],
    ['whose content is none', { tstInfo: derSequence(derInteger(2)) }, 'unknown', 'time-stamp.malformed'],
  ])('alters the document when it is one %s', async (_, token, integrity, code) => {
    const report = await verified(token)
    expect(report).toMatchObject({ status: 'altered', signatures: [{ integrity }] })
    expect(codesOf(report)).toContain(code)
  })
})
