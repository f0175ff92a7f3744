import { describe, expect, it } from '@jest/globals'
import type { ChangeLevel } from '../../../../src/formats/pdf/differences/change.js'
import { RevisionHistory } from '../../../../src/formats/pdf/differences/revision-history.js'
import { append, build, ONE_PAGE, open, stream, type Bodies, type BuildOptions } from '../pdf-builder.js'

const CATALOG = '<< /Type /Catalog /Pages 2 0 R'
const LISTED = (certificate: number) => `${CATALOG} /DSS << /Certs [${certificate} 0 R] >> >>`

/** How far `update` goes on a file of these objects, beside those of the one page. */
function after(signed: Bodies, update: Bodies, options: BuildOptions = {}): ChangeLevel {
  const file = append(build({ ...ONE_PAGE, ...signed }, options), update)
  return new RevisionHistory(open(file)).changesAfter(0).level
}

describe('an object stream that keeps objects of the signed document', () => {
  const font = ONE_PAGE[5]
  const kept: BuildOptions = { form: 'stream', compressed: { 7: font } }
  const page = { 3: ONE_PAGE[3]?.replace('5 0 R', '7 0 R') }
  const evil = stream(
    '/Type /ObjStm /N 1 /First 4',
    '7 0 << /Type /Font /Subtype /Type1 /BaseFont /Symbol >>',
  )

  it('is not written anew as a certificate', () => {
    expect(after(page, { 1: LISTED(8), 8: evil }, kept)).toBe('other')
    expect(after({ ...page, 1: LISTED(8) }, { 8: evil }, kept)).toBe('other')
  })

  it('does not get the parameters of its filter later', () => {
    const container = stream('/Type /ObjStm /N 1 /First 4 /DecodeParms 30 0 R', `7 0 ${font ?? ''}`)
    const signed = append(build({ ...ONE_PAGE, ...page }, kept), { 8: container })
    const file = append(signed, { 30: '<< /Type /VRI /Predictor 12 >>' })
    expect(new RevisionHistory(open(file)).changesAfter(1).level).toBe('other')
  })
})

describe('what is shown under a name that elsewhere only names', () => {
  const xobjects = (resources: string): Bodies => ({
    3: `<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources ${resources} >>`,
  })
  const form = (content: string, resources = '') =>
    stream(`/Type /XObject /Subtype /Form /BBox [0 0 200 100] ${resources}`, content)
  const signature = '<< /Type /DocTimeStamp /SubFilter /ETSI.RFC3161 /ByteRange [0 1 2 3] /Contents <00> >>'

  it.each<readonly [string, Bodies]>([
    ['below a resource P', xobjects('<< /XObject << /P 20 0 R >> >>')],
    [
      'below a resource P of a form',
      {
        ...xobjects('<< /XObject << /X 22 0 R >> >>'),
        22: form('', '/Resources << /XObject << /P 20 0 R >> >>'),
      },
    ],
    [
      'below two keys that only name',
      { ...xobjects('<< /P 22 0 R >>'), 22: '<< /P 23 0 R >>', 23: '<< /X 21 0 R >>' },
    ],
    [
      'below resources that call themselves an annotation',
      { ...xobjects('22 0 R'), 22: '<< /Type /Annot /XObject << /X 21 0 R >> >>' },
    ],
    ['under a key that is there twice', xobjects('<< /XObject << /X 21 0 R /X 4 0 R >> >>')],
  ])('is not filled in as a certificate %s', (_where, signed) => {
    const file = { 20: form('/Y Do', '/Resources << /XObject << /Y 21 0 R >> >>'), ...signed }
    expect(after(file, { 1: LISTED(21), 21: form('(evil) Tj') })).toBe('other')
  })

  it('is not a field that gets a time-stamp when it is resources too', () => {
    const field = '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Approval) /Rect [0 0 0 0] /P 3 0 R'
    const signed = {
      ...xobjects('<< /XObject 20 0 R >>'),
      1: `${CATALOG} /AcroForm << /Fields [20 0 R] >> >>`,
      20: `${field} /AP 21 0 R >>`,
      21: form(''),
    }
    const update = { 20: `${field} /AP 30 0 R /V 31 0 R >>`, 30: form('(evil) Tj'), 31: signature }
    expect(after(signed, update)).toBe('other')
  })

  it('is not an appearance that changes with its field when a resource P shows it too', () => {
    const field = '<< /Type /Annot /Subtype /Widget /FT /Tx /T (Note) /Rect [0 0 9 9] /AP << /N 21 0 R >>'
    const signed = {
      ...xobjects('<< /XObject << /P 21 0 R >> >>'),
      1: `${CATALOG} /AcroForm << /Fields [20 0 R] >> >>`,
      20: `${field} >>`,
      21: form(''),
    }
    expect(after(signed, { 20: `${field} /V (x) >>`, 21: form('(evil) Tj') })).toBe('other')
  })

  it('does not keep a page from its annotations when a destination names it', () => {
    const page = '<< /Type /Page /Parent 2 0 R /Contents 4 0 R'
    const signed = {
      1: `${CATALOG} /OpenAction [3 0 R /Fit] /AcroForm 9 0 R >>`,
      3: `${page} >>`,
      9: '<< /Fields [] >>',
    }
    const update = {
      3: `${page} /Annots [30 0 R] >>`,
      9: '<< /Fields [30 0 R] >>',
      30: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (New) /Rect [0 0 0 0] /V 31 0 R /P 3 0 R >>',
      31: signature,
    }
    expect(after(signed, update)).toBe('archival')
  })
})

describe('information about the document', () => {
  const changed = (signed: string, update: string, bodies: Bodies = {}) => {
    const file = append(build({ ...ONE_PAGE, ...bodies }, { trailer: signed }), {}, { trailer: update })
    return new RevisionHistory(open(file)).changesAfter(0).level
  }

  it('is compared where a trailer has it itself, or leads to what was there before', () => {
    expect(changed('/Info << /Title (x) >>', '/Info << /Title (evil) >>')).toBe('other')
    expect(changed('', '/Info << /Author (evil) >>')).toBe('other')
    expect(changed('', '/Info 8 0 R', { 8: '<< /Author (evil) >>' })).toBe('other')
  })

  it('may be written again, and say when and by what it was', () => {
    expect(changed('/Info << /Title (x) >>', '/Info <</Title<78>>>')).toBe('none')
    expect(changed('/Info 8 0 R', '/Info << /Title (x) >>', { 8: '<< /Title (x) >>' })).toBe('none')
    expect(changed('/Info << /Title (x) >>', '/Info << /Title (x) /ModDate (D:2026) >>')).toBe('archival')
  })
})

describe('default resources of a form of signatures', () => {
  const sealed = '/Type /Annot /Subtype /Widget /FT /Sig /T (Seal) /Rect [0 0 0 0]'
  const widget = '/Subtype /Widget /Rect [0 0 99 99] /DA (/F1 9 Tf) /V (100.00)'
  const page = (annotation: string) =>
    `<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [20 0 R ${annotation}] >>`
  const form = '/NeedAppearances true /Fields [20 0 R] /SigFlags 3'

  it.each<readonly [string, ChangeLevel, Bodies]>([
    ['nothing', 'archival', {}],
    ['a widget that only the page has', 'other', { 3: page('22 0 R'), 22: `<< /FT /Tx ${widget} >>` }],
    ['a widget that the page has in itself', 'other', { 3: page(`<< /FT /Tx ${widget} >>`) }],
    [
      'a kid of another type',
      'other',
      { 20: `<< ${sealed} /Kids [22 0 R] >>`, 22: `<< /FT /Tx ${widget} >>` },
    ],
    [
      'a widget that inherits its type',
      'other',
      { 3: page('22 0 R'), 22: `<< /Parent 23 0 R ${widget} >>`, 23: '<< /FT /Tx >>' },
    ],
    ['a field without a subtype', 'other', { 3: page('22 0 R'), 22: '<< /FT /Tx /V (100.00) >>' }],
    ['a widget of two types', 'other', { 3: page('22 0 R'), 22: `<< /FT /Tx /FT /Sig ${widget} >>` }],
    ['an annotation that is a stream', 'other', { 3: page('22 0 R'), 22: stream('/Subtype /Text', '') }],
    ['a note', 'archival', { 3: page('22 0 R'), 22: '<< /Subtype /Text /Contents (x) >>' }],
  ])('show %s', (_what, expected, bodies) => {
    const signed = {
      1: `${CATALOG} /AcroForm 9 0 R >>`,
      3: page(''),
      9: `<< ${form} >>`,
      20: `<< ${sealed} >>`,
      ...bodies,
    }
    const update = { 9: `<< ${form} /DR << /Font << /F1 30 0 R >> >> >>`, 30: ONE_PAGE[5] }
    expect(after(signed, update)).toBe(expected)
  })
})
