import { describe, expect, it } from '@jest/globals'
import { RevisionHistory } from '../../../../src/formats/pdf/differences/revision-history.js'
import { append, build, open, stream, type Bodies } from '../pdf-builder.js'
import { level, NEW_SIGNATURE_FIELD, PAGE, SIGNATURE, SIGNED, WIDGET } from './signed-file.js'

describe('the type of an annotation', () => {
  const untyped = (number: number) => (SIGNED[number] ?? '').replace('/Type /Annot ', '')
  const after = (update: Bodies) => {
    const signed = { ...SIGNED, 10: untyped(10), 12: untyped(12), 16: untyped(16) }
    return new RevisionHistory(open(append(build(signed), update))).changesAfter(0).level
  }

  it.each([10, 12, 16])('may be written where it was left out, in object %d', (number) => {
    expect(after({ [number]: SIGNED[number] })).toBe('archival')
  })

  it.each<readonly [string, Bodies]>([
    ['another type', { 10: untyped(10).replace('<< ', '<< /Type /Page ') }],
    ['something else too', { 16: SIGNED[16]?.replace('read me', 'evil') }],
    ['another appearance', { 12: SIGNED[12], 14: stream('/Type /XObject /Subtype /Form', 'evil') }],
  ])('is other with %s', (_what, update) => {
    expect(after(update)).toBe('other')
  })

  it('is other where it was written and was another one', () => {
    const typed = build({ ...SIGNED, 16: untyped(16).replace('<< ', '<< /Type /Note ') })
    expect(new RevisionHistory(open(append(typed, { 16: SIGNED[16] }))).changesAfter(0).level).toBe('other')
  })
})

describe('resources of a signature field', () => {
  // So writes every program that is built on iText 5 or OpenPDF.
  const drawn = '/Type /XObject /Subtype /Form /BBox [0 0 9 9]'
  const update = {
    ...NEW_SIGNATURE_FIELD,
    30: `<< ${WIDGET} /FT /Sig /T (New) /Rect [0 0 9 9] /V 31 0 R /AP << /N 32 0 R >> /DR << /XObject << /FRM 33 0 R >> >> >>`,
    32: stream(`${drawn} /Resources << /XObject << /FRM 33 0 R >> >>`, '/FRM Do'),
    33: stream(drawn, 'q Q'),
  }

  it('may be those of its appearance', () => {
    expect(level(update)).toBe('signatures')
  })

  it('are other when the page shows them too, or when they were there before', () => {
    const page = `${PAGE.replace('/Font <<', '/XObject << /X 33 0 R >> /Font <<')} /Annots [10 0 R 12 0 R 13 0 R 16 0 R 30 0 R] >>`
    expect(level({ ...update, 3: page })).toBe('other')
    expect(level(update, { 33: stream(drawn, 'f') })).toBe('other')
  })
})

describe('kids of a field of signatures', () => {
  const parent = (kids: string) => `<< /FT /Sig /T (Seals) /Kids [${kids}] >>`
  const kid = (own: string) => `<< ${WIDGET} /FT /Sig /Parent 18 0 R /Rect [0 0 0 0] ${own} >>`
  const after = (kids: string) => {
    const signed = build({
      ...SIGNED,
      9: '<< /Fields [18 0 R 12 0 R 13 0 R] /SigFlags 3 >>',
      10: kid('/T (Seal) /V 11 0 R'),
      18: parent('10 0 R'),
    })
    const update = {
      3: NEW_SIGNATURE_FIELD[3],
      18: parent(kids),
      30: kid('/T (New) /V 31 0 R'),
      31: SIGNATURE,
    }
    return new RevisionHistory(open(append(signed, update))).changesAfter(0).level
  }

  it('may be followed by new ones', () => {
    expect(after('10 0 R 30 0 R')).toBe('signatures')
  })

  it.each(['30 0 R', '30 0 R 10 0 R', '10 0 R 30 0 R 12 0 R'])('are other as [%s]', (kids) => {
    expect(after(kids)).toBe('other')
  })
})
