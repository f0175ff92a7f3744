import { describe, expect, it } from '@jest/globals'
import { appendRevision } from '../../../src/testing/later-revision.js'
import { craftSeal } from '../crafted-seal.js'
import { identity, judged } from './crafted-case.js'

/** What is found about the first signature after a further one was added in field Seal2. */
async function findingsAfter(lock: string, signature: string): Promise<readonly string[]> {
  const sealed = await craftSeal(identity, { field: lock })
  const [before] = (await judged(sealed)).signatures
  expect(before).toMatchObject({ status: 'valid', changes: 'none' })
  const widget = '/Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132'
  const report = await judged(
    appendRevision(sealed, {
      objects: [
        {
          number: 1,
          value: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [60 0 R 70 0 R] >> >>',
        },
        { number: 70, value: `<< /FT /Sig /T (Seal2) ${widget} /V 71 0 R >>` },
        { number: 71, value: signature },
      ],
    }),
  )
  const first = report.signatures.find(({ field }) => field === 'Seal1')
  return first?.findings.map(({ code }) => code) ?? []
}

const APPROVAL =
  '<< /Type /Sig /Filter /X /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <00> >>'
const STAMP =
  '<< /Type /DocTimeStamp /Filter /X /SubFilter /ETSI.RFC3161 /ByteRange [0 1 2 3] /Contents <00> >>'

describe('a lock of the field that is signed', () => {
  it.each([
    ['no later change', '/Lock << /Type /SigFieldLock /Action /Include /Fields [(Other)] /P 1 >>'],
    ['what nobody knows', '/Lock << /Type /SigFieldLock /Action /Include /Fields [] /P 7 >>'],
    ['no change to any field', '/Lock << /Type /SigFieldLock /Action /All >>'],
    ['no change to that field', '/Lock << /Type /SigFieldLock /Action /Include /Fields [(Seal2)] >>'],
    ['changes to other fields', '/Lock << /Type /SigFieldLock /Action /Exclude /Fields [(Other)] >>'],
  ])('that allows %s forbids a further signature', async (_, lock) => {
    expect(await findingsAfter(lock, APPROVAL)).toEqual(
      expect.arrayContaining(['change.further-signature', 'change.not-permitted']),
    )
    // ISO 32000-2 §12.8.2.2: what keeps a document verifiable is no change.
    expect(await findingsAfter(lock, STAMP)).not.toContain('change.not-permitted')
  })

  it.each([
    ['nothing', ''],
    ['another field', '/Lock << /Type /SigFieldLock /Action /Include /Fields [(Other)] >>'],
    ['all but that field', '/Lock << /Type /SigFieldLock /Action /Exclude /Fields [(Seal2)] /P 2 >>'],
  ])('that locks %s does not', async (_, lock) => {
    const codes = await findingsAfter(lock, APPROVAL)
    expect(codes).toContain('change.further-signature')
    expect(codes).not.toContain('change.not-permitted')
  })
})
