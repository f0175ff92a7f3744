import { describe, expect, it } from '@jest/globals'
import { RevisionHistory } from '../../../../src/formats/pdf/differences/revision-history.js'
import { append, build, open, stream, type Bodies } from '../pdf-builder.js'
import {
  changes,
  EVIDENCE,
  level,
  NEW_DSS,
  NEW_SIGNATURE_FIELD,
  NEW_TIMESTAMP,
  PAGE,
  SIGNATURE,
  SIGNED,
  TIMESTAMP,
  WIDGET,
} from './signed-file.js'

describe('changes after a signed revision', () => {
  it('are none when nothing follows', () => {
    expect(changes()).toEqual({ level: 'none', changes: [] })
  })

  it('are none when objects are written again as they were, in another notation', () => {
    expect(level({ 16: '<</Subtype/Text/Type/Annot/Rect[0.0 +0 9 9.00]/Contents<72656164206d65>>>' })).toBe(
      'none',
    )
    expect(level({ 17: SIGNED[17], 14: SIGNED[14] })).toBe('none')
    expect(level([{ 16: SIGNED[16] }, { form: 'stream' }])).toBe('none')
  })

  it('are archival for validation data and an invisible document time-stamp', () => {
    expect(level(NEW_DSS)).toBe('archival')
    expect(level(NEW_TIMESTAMP)).toBe('archival')
    expect(level(NEW_DSS, NEW_TIMESTAMP)).toBe('archival')
  })

  it('are signatures for a further signature, in a new field or in an empty one', () => {
    expect(level(NEW_SIGNATURE_FIELD)).toBe('signatures')
    expect(
      level({
        13: `<< ${WIDGET} /FT /Sig /T (Empty) /Rect [0 0 9 9] /AP << /N 15 0 R >> /V 31 0 R >>`,
        31: SIGNATURE,
      }),
    ).toBe('signatures')
    expect(
      level({
        13: `<< ${WIDGET} /FT /Sig /T (Empty) /Rect [0 0 9 9] /AP << /N 32 0 R >> /V 31 0 R >>`,
        31: SIGNATURE,
        32: SIGNED[15],
      }),
    ).toBe('signatures')
  })

  it('are signatures for a field whose widget is its kid, be it without a /Parent, and other when nothing signs it', () => {
    const field = (entries: string) => `<< /FT /Sig /T (New) ${entries} /Kids [32 0 R] >>`
    const update = {
      ...NEW_SIGNATURE_FIELD,
      3: NEW_SIGNATURE_FIELD[3]?.replace('30 0 R', '32 0 R'),
      30: field('/V 31 0 R'),
    }
    const widget = `<< ${WIDGET} /Rect [0 0 99 99] /AP << /N 15 0 R >>`
    expect(level({ ...update, 32: `${widget} /Parent 30 0 R >>` })).toBe('signatures')
    expect(level({ ...update, 32: `${widget} >>` })).toBe('signatures')
    expect(level({ ...update, 30: field(''), 31: undefined, 32: `${widget} /Parent 30 0 R >>` })).toBe(
      'other',
    )
    expect(level({ ...update, 31: TIMESTAMP, 32: `<< ${WIDGET} /Rect [0 0 0 0] /Parent 30 0 R >>` })).toBe(
      'archival',
    )
  })

  it('are form-filling for the value of a text field', () => {
    expect(
      level({
        12: `<< ${WIDGET} /FT /Tx /T (Note) /Rect [0 0 9 9] /V (new) /AP << /N 14 0 R >> >>`,
        14: stream('/Type /XObject /Subtype /Form /BBox [0 0 9 9]', '(new) Tj'),
      }),
    ).toBe('form-filling')
  })

  it('are annotations for a new note', () => {
    const update = {
      3: `${PAGE} /Annots [10 0 R 12 0 R 13 0 R 16 0 R 30 0 R] >>`,
      30: '<< /Type /Annot /Subtype /FreeText /Rect [0 0 99 99] >>',
    }
    expect(level(update)).toBe('annotations')
  })

  it('name what changed, how, what it is and where it hangs', () => {
    const { changes: found } = changes({ 4: stream('', 'BT (Total 999.00) Tj ET') })
    expect(found).toEqual([
      {
        number: 4,
        operation: 'changed',
        kind: 'other',
        level: 'other',
        detail: 'other',
        paths: ['/Root/Pages/Kids/0/Contents'],
      },
    ])
    expect(changes(NEW_TIMESTAMP).changes.map(({ number, kind }) => [number, kind])).toEqual(
      expect.arrayContaining([
        [30, 'document-timestamp'],
        [31, 'document-timestamp'],
      ]),
    )
  })

  it('are not hidden by a later revision that undoes them', () => {
    expect(level({ 4: stream('', 'evil') }, { 4: SIGNED[4] })).toBe('other')
  })

  it('are unknown when an object that matters cannot be read', () => {
    const broken = changes({ 4: '<< /Length 5 >>\nstream\nabc\nendstream' })
    expect(broken).toMatchObject({ level: 'unknown', problem: expect.stringContaining('pdf.stream-corrupt') })
  })
})

describe('validation data', () => {
  const grown = {
    ...NEW_DSS,
    40: '<< /Type /DSS /Certs [41 0 R 42 0 R] /VRI << /AB << /Cert [41 0 R] /TU (D:2026) >> /CD << /OCSP [42 0 R] >> >> >>',
    42: EVIDENCE,
  }
  const twice = (second: Bodies) =>
    changes(NEW_DSS, second).changes.filter((change) => change.level === 'other')

  it('may grow, and be superseded by data that holds it all', () => {
    expect(twice(grown)).toEqual([])
    const superseding = {
      1: NEW_DSS[1]?.replace('40 0 R', '50 0 R'),
      50: '<< /Type /DSS /Certs [51 0 R] /VRI << /AB << /Cert [51 0 R] /TU (D:2026) >> >> >>',
      51: EVIDENCE,
    }
    expect(twice(superseding)).toEqual([])
  })

  it('may leave superseded dictionaries behind', () => {
    expect(level({ ...NEW_DSS, 60: '<< /Type /DSS /Certs [] >>', 61: EVIDENCE })).toBe('archival')
  })

  it.each([
    [
      'an unknown key',
      { 40: '<< /Type /DSS /Certs [41 0 R] /VRI << /AB << /Cert [41 0 R] /TU (D:2026) >> >> /Evil 4 0 R >>' },
    ],
    [
      'another type',
      { 40: '<< /Type /Page /Certs [41 0 R] /VRI << /AB << /Cert [41 0 R] /TU (D:2026) >> >> >>' },
    ],
    [
      'a certificate less',
      { 40: '<< /Type /DSS /Certs [] /VRI << /AB << /Cert [41 0 R] /TU (D:2026) >> >> >>' },
    ],
    ['an entry less', { 40: '<< /Type /DSS /Certs [41 0 R] /VRI << >> >>' }],
    [
      'an entry changed',
      { 40: '<< /Type /DSS /Certs [41 0 R] /VRI << /AB << /Cert [] /TU (D:2026) >> >> >>' },
    ],
    [
      'a certificate that is no stream',
      {
        40: '<< /Type /DSS /Certs [41 0 R 42 0 R] /VRI << /AB << /Cert [41 0 R] /TU (D:2026) >> >> >>',
        42: '(x)',
      },
    ],
    ['nothing left of it', { 1: SIGNED[1] }],
  ])('is other with %s', (_what, second: Bodies) => {
    expect(twice(second).length).toBeGreaterThan(0)
  })

  it('is other when one of its objects is something else as well', () => {
    const shared = build({ ...SIGNED, 3: `${PAGE.replace('4 0 R', '[4 0 R 99 0 R]')} /Annots [10 0 R] >>` })
    const filled = append(shared, {
      ...NEW_DSS,
      99: EVIDENCE,
      40: '<< /Type /DSS /Certs [99 0 R] >>',
      41: undefined,
    })
    expect(new RevisionHistory(open(filled)).changesAfter(0).level).toBe('other')
    const array = build({
      ...SIGNED,
      1: `${SIGNED[1]?.slice(0, -2) ?? ''} /DSS << /Certs 45 0 R >> >>`,
      3: PAGE.replace('4 0 R', '45 0 R') + '>>',
      45: '[]',
    })
    const appended = append(array, { 45: '[46 0 R]', 46: EVIDENCE })
    expect(new RevisionHistory(open(appended)).changesAfter(0).level).toBe('other')
  })

  it('is other when one of its objects took the number of one that nothing led to', () => {
    const named = (number: number): Bodies => ({
      1: NEW_DSS[1]?.replace('40 0 R', `${number} 0 R`),
      [number]: '<< /Type /DSS /Certs [41 0 R] >>',
      41: EVIDENCE,
    })
    const before = build({ ...SIGNED, 35: '(left over)' })
    const levelOf = (update: Bodies) =>
      new RevisionHistory(open(append(before, update))).changesAfter(0).level
    expect(levelOf(named(40))).toBe('archival')
    expect(levelOf(named(35))).toBe('other')
  })

  it('is looked for at /Root/DSS only: a resource of that name is other', () => {
    const named = build({
      ...SIGNED,
      3: `${PAGE.replace('/Font <<', '/XObject << /DSS 45 0 R >> /Font <<')} >>`,
      45: stream('', 'old'),
    })
    expect(new RevisionHistory(open(append(named, { 45: stream('', 'new') }))).changesAfter(0).level).toBe(
      'other',
    )
  })
})

describe('a document time-stamp', () => {
  it('is not quiet when the field that it hides was seen before', () => {
    const hidden = WIDGET.replace('/F 132', '/F 2')
    const field = (widget: string, place: string) => `<< ${widget} /FT /Sig /T (Empty) ${place} >>`
    const changed = (place: string) => {
      const file = build({ ...SIGNED, 13: field(hidden, place) })
      const update = { 13: field(hidden, '/Rect [0 0 9 9] /V 31 0 R'), 31: TIMESTAMP }
      return new RevisionHistory(open(append(file, update))).changesAfter(0).level
    }
    expect(level({ 13: field(hidden, '/Rect [0 0 9 9] /V 31 0 R'), 31: TIMESTAMP })).toBe('signatures')
    expect(changed('/Rect [0 0 9 9] /AP << /N 17 0 R >>')).toBe('signatures')
    expect(changed('/Rect [0 0 9 9]')).toBe('archival')
  })

  it('is a signature like any other when its kind is that of one', () => {
    expect(level({ ...NEW_TIMESTAMP, 31: TIMESTAMP.replace('ETSI.RFC3161', 'adbe.pkcs7.detached') })).toBe(
      'signatures',
    )
  })

  it('may come with the extensions that a writer declares and the time of its writing', () => {
    const catalog = `${SIGNED[1]?.slice(0, -2) ?? ''} /Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >> >>`
    expect(
      level([
        { ...NEW_TIMESTAMP, 1: catalog, 70: '<< /ModDate (D:2026) /Producer (x) >>' },
        { trailer: '/Info 70 0 R' },
      ]),
    ).toBe('archival')
    const evil = catalog.replace('<< /ESIC', '<< /Evil 4 0 R /ESIC')
    expect(level({ ...NEW_TIMESTAMP, 1: evil })).toBe('other')
  })

  it('may fill a number that only an unknown key of the trailer named', () => {
    const file = build(SIGNED, { trailer: '/AdditionalStreams [/x 30 0 R]' })
    expect(new RevisionHistory(open(append(file, NEW_TIMESTAMP))).changesAfter(0).level).toBe('archival')
    const named = build({ ...SIGNED, 4: stream('/Extra 30 0 R', 'x') })
    expect(new RevisionHistory(open(append(named, NEW_TIMESTAMP))).changesAfter(0).level).toBe('other')
  })
})

describe('the first form of a document', () => {
  it('may come with a signature, and with default resources that show nothing', () => {
    const file = build()
    const form =
      '/AcroForm << /Fields [30 0 R] /SigFlags 3 /DA (/Helv 0 Tf) /DR << /Font << /Helv 32 0 R >> >> >>'
    const update = {
      1: `<< /Type /Catalog /Pages 2 0 R ${form} >>`,
      3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> /Annots [30 0 R] >>',
      30: NEW_SIGNATURE_FIELD[30],
      31: SIGNATURE,
      32: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    }
    expect(new RevisionHistory(open(append(file, update))).changesAfter(0).level).toBe('signatures')
  })
})
