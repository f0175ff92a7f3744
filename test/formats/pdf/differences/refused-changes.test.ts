import { describe, expect, it } from '@jest/globals'
import { RevisionHistory } from '../../../../src/formats/pdf/differences/revision-history.js'
import { append, build, open, stream, type Bodies, type BuildOptions } from '../pdf-builder.js'
import { level, NEW_DSS, NEW_TIMESTAMP, PAGE, SIGNATURE, SIGNED, WIDGET } from './signed-file.js'

const PAGE_WITH = (annotations: string) => `${PAGE} /Annots [${annotations}] >>`

describe('a change that nobody allowed is other', () => {
  const rows: readonly (readonly [string, Bodies, BuildOptions?])[] = [
    ['page content replaced', { 4: stream('', 'evil') }],
    [
      'page content swapped for another object',
      { 3: PAGE_WITH('10 0 R 12 0 R 13 0 R 16 0 R').replace('4 0 R', '30 0 R'), 30: stream('', 'evil') },
    ],
    ['a font replaced', { 5: '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>' }],
    [
      'a page added',
      { 2: '<< /Type /Pages /Kids [3 0 R 30 0 R] /Count 2 /MediaBox [0 0 200 100] >>', 30: PAGE_WITH('') },
    ],
    ['an inherited box changed', { 2: '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 100 100] >>' }],
    [
      'a user unit added to a page',
      { 3: PAGE_WITH('10 0 R 12 0 R 13 0 R 16 0 R').replace('/Annots', '/UserUnit 2 /Annots') },
    ],
    ['the catalog swapped', { 30: '<< /Type /Catalog /Pages 2 0 R >>' }, { trailer: '/Extra 1' }],
    [
      'an action added',
      {
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 9 0 R /Metadata 17 0 R /OpenAction 30 0 R >>',
        30: '<< /S /JavaScript /JS (x) >>',
      },
    ],
    [
      'a name tree added',
      { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 9 0 R /Metadata 17 0 R /Names << >> >>' },
    ],
    [
      'permissions added',
      { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 9 0 R /Metadata 17 0 R /Perms << /DocMDP 11 0 R >> >>' },
    ],
    ['the form removed', { 1: '<< /Type /Catalog /Pages 2 0 R /Metadata 17 0 R >>' }],
    ['metadata replaced', { 17: stream('/Type /Metadata /Subtype /XML', '<y/>') }],
    ['an object freed', { 16: undefined }],
    ['an object of another type', { 16: '[1]' }],
    ['a stream that became a dictionary', { 14: '<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] >>' }],
    ['a field removed from the form', { 9: '<< /Fields [10 0 R 12 0 R] /SigFlags 3 >>' }],
    ['the fields reordered', { 9: '<< /Fields [12 0 R 10 0 R 13 0 R] /SigFlags 3 >>' }],
    ['signature flags cleared', { 9: '<< /Fields [10 0 R 12 0 R 13 0 R] /SigFlags 0 >>' }],
    [
      'appearances to be made anew',
      { 9: '<< /Fields [10 0 R 12 0 R 13 0 R] /SigFlags 3 /NeedAppearances true >>' },
    ],
    [
      'default resources for a form with text',
      { 9: '<< /Fields [10 0 R 12 0 R 13 0 R] /SigFlags 3 /DA (/Helv 0 Tf) >>' },
    ],
    ['an annotation removed', { 3: PAGE_WITH('10 0 R 12 0 R 13 0 R') }],
    ['an annotation changed', { 16: '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (evil) >>' }],
    ['a field of a generation that nothing leads to', NEW_TIMESTAMP, { generations: { 30: 1 } }],
    ['an old object shown as an annotation', { 3: PAGE_WITH('10 0 R 12 0 R 13 0 R 16 0 R 5 0 R') }],
    [
      'an annotation written into the page',
      { 3: PAGE_WITH('10 0 R 12 0 R 13 0 R 16 0 R << /Subtype /Text >>') },
    ],
    ['a signature dictionary changed', { 11: SIGNATURE.replace('/Contents', '/Reason (x) /Contents') }],
    [
      'a field led to another signature',
      { 10: `<< ${WIDGET} /FT /Sig /T (Seal) /Rect [0 0 0 0] /V 30 0 R >>`, 30: SIGNATURE },
    ],
    ['a signature taken out of its field', { 10: `<< ${WIDGET} /FT /Sig /T (Seal) /Rect [0 0 0 0] >>` }],
    [
      'a field that got an old signature',
      { 13: `<< ${WIDGET} /FT /Sig /T (Empty) /Rect [0 0 9 9] /AP << /N 15 0 R >> /V 11 0 R >>` },
    ],
    [
      'a signature field of another type',
      { 13: `<< ${WIDGET} /FT /Tx /T (Empty) /Rect [0 0 9 9] /AP << /N 15 0 R >> >>` },
    ],
    [
      'a signed field that moved',
      {
        13: `<< ${WIDGET} /FT /Sig /T (Empty) /Rect [0 0 99 99] /AP << /N 15 0 R >> /V 31 0 R >>`,
        31: SIGNATURE,
      },
    ],
    [
      'a field renamed',
      { 12: `<< ${WIDGET} /FT /Tx /T (Nota) /Rect [0 0 9 9] /V (old) /AP << /N 14 0 R >> >>` },
    ],
    [
      'an appearance changed without its field',
      { 15: stream('/Type /XObject /Subtype /Form /BBox [0 0 9 9]', 'evil') },
    ],
    [
      'a new field that acts',
      { ...NEW_TIMESTAMP, 30: `<< ${WIDGET} /FT /Sig /T (New) /Rect [0 0 0 0] /V 31 0 R /AA << >> >>` },
    ],
    [
      'a new field that is a note',
      { ...NEW_TIMESTAMP, 30: '<< /Subtype /Text /FT /Sig /T (New) /Rect [0 0 0 0] /V 31 0 R >>' },
    ],
    ['a new field for text', { ...NEW_TIMESTAMP, 30: `<< ${WIDGET} /FT /Tx /T (New) /Rect [0 0 0 0] >>` }],
    [
      'a new visible field that is not signed',
      {
        ...NEW_TIMESTAMP,
        30: `<< ${WIDGET} /FT /Sig /T (New) /Rect [0 0 99 99] /AP << >> >>`,
        31: undefined,
      },
    ],
    ['an object that nothing leads to', { 30: '<< /Type /Page >>' }],
    ['an encryption dictionary', { 30: '<< >>' }, { trailer: '/Encrypt 30 0 R' }],
    ['information changed', { 30: '<< /Title (x) >>' }, { trailer: '/Info 30 0 R' }],
  ]
  it.each(rows.map(([what, bodies, options = {}]) => [what, bodies, options] as const))(
    '%s',
    (_what, bodies, options) => {
      expect(level([bodies, options])).toBe('other')
    },
  )

  it('a trailer that names another catalog', () => {
    const file = append(build(SIGNED), { 30: '<< /Type /Catalog /Pages 2 0 R >>' }).replace(
      /\/Root 1 0 R (?=\/Prev)/,
      '/Root 30 0 R ',
    )
    expect(new RevisionHistory(open(file)).changesAfter(0).level).toBe('other')
  })

  it('evidence that was there replaced', () => {
    expect(level(NEW_DSS, { 41: stream('', '0\x03\x02\x01\x06') })).toBe('other')
  })

  it('a signature field that was nowhere shown as an annotation', () => {
    const file = build({ ...SIGNED, 20: `<< ${WIDGET} /FT /Sig /T (Ghost) /Rect [0 0 9 9] >>` })
    const update = { 3: PAGE_WITH('10 0 R 12 0 R 13 0 R 16 0 R 20 0 R') }
    expect(new RevisionHistory(open(append(file, update))).changesAfter(0).level).toBe('other')
  })
})
