import { describe, expect, it } from '@jest/globals'
import { appendRevision } from '../../../src/testing/later-revision.js'
import { craftSeal, type CraftedSeal } from '../crafted-seal.js'
import { identity, judged } from './crafted-case.js'

const HIDDEN = '/Rect [0 0 0 0]'
const SHOWN = '/Rect [9 9 99 99]'
const APPROVAL =
  '<< /Type /Sig /Filter /X /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <00> >>'
const PERMS = '/Perms << /DocMDP 61 0 R >>'

const certification = (p: number): CraftedSeal => ({
  entries: `/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /V /1.2 /P ${p} >> >>]`,
  catalog: PERMS,
})
const lock = (p: number): CraftedSeal => ({
  field: `/Lock << /Type /SigFieldLock /Action /Include /Fields [] /P ${p} >>`,
})

/** What is found about the first signature after somebody signed in a new field in this place. */
async function codesAfter(crafted: CraftedSeal, place: string): Promise<readonly string[]> {
  const sealed = await craftSeal(identity, crafted)
  const form = '/AcroForm << /SigFlags 3 /Fields [60 0 R 70 0 R] >>'
  const report = await judged(
    appendRevision(sealed, {
      objects: [
        { number: 1, value: `<< /Type /Catalog /Pages 2 0 R ${form} ${crafted.catalog ?? ''} >>` },
        {
          number: 70,
          value: `<< /FT /Sig /T (Seal2) /Type /Annot /Subtype /Widget /F 132 ${place} /V 71 0 R >>`,
        },
        { number: 71, value: APPROVAL },
      ],
    }),
  )
  const first = report.signatures.find(({ field }) => field === 'Seal1')
  expect(first).toMatchObject({ changes: 'signatures' })
  return first?.findings.map(({ code }) => code) ?? []
}

describe('a new signature field that is shown', () => {
  // Attacks on PDF Certification (S&P 2021), SSA: its signer chooses what it shows, and where.
  it.each<readonly [string, CraftedSeal]>([
    ['a certification at P = 2', certification(2)],
    ['a certification at P = 3', certification(3)],
    ['a lock at P = 2', lock(2)],
    ['a lock at P = 3', lock(3)],
  ])('is not permitted by %s, which permits one that is hidden', async (_, crafted) => {
    expect(await codesAfter(crafted, SHOWN)).toContain('change.not-permitted')
    expect(await codesAfter(crafted, HIDDEN)).not.toContain('change.not-permitted')
  })

  it('is a further signature where nothing was certified', async () => {
    const codes = await codesAfter({}, SHOWN)
    expect(codes).toContain('change.further-signature')
    expect(codes).not.toContain('change.not-permitted')
  })
})
