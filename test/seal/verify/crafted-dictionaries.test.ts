import { describe, expect, it } from '@jest/globals'
import { concatBytes, fromLatin1 } from '../../../src/base/bytes.js'
import { appendRevision } from '../../../src/testing/later-revision.js'
import { indexOfText, insertAt, replaceText } from '../../../src/testing/tampering.js'
import { createPdf } from '../../../src/testing/pdf/test-pdf.js'
import { craftSeal } from '../crafted-seal.js'
import type { CraftedSeal } from '../crafted-seal.js'
import { codesOf, identity, judged, verified } from './crafted-case.js'

const CADES = '/SubFilter /ETSI.CAdES.detached /M (D:20261122)'

const range = (change: (numbers: readonly number[]) => string): CraftedSeal => ({ byteRange: change })
const [a, b, c, d] = [0, 1, 2, 3]
const at = (numbers: readonly number[], index: number): number => numbers[index] ?? 0

/** THREATS, PDF structure and signature objects: the same file without the fault is the first test. */
describe('a signature dictionary', () => {
  it.each<[string, CraftedSeal]>([
    ['the usual entries', {}],
    ['no /Type', { entries: CADES }],
    ['digits in capital letters', { contents: (hex, room) => `<${hex.toUpperCase().padEnd(room, '0')}>` }],
    ['more blanks in its byte range', range((numbers) => `[ ${numbers.join('  ')} ]`)],
  ])('is accepted with %s', async (_, crafted) => {
    expect((await verified(crafted)).status).toBe('trusted')
  })

  it.each<[string, CraftedSeal, string]>([
    ['P-USF-01 no /Contents', { contents: () => 'null' }, 'contents.missing'],
    ['P-USF-03 an empty /Contents', { contents: () => '<>' }, 'contents.missing'],
    ['P-USF-04 a zero as /Contents', { contents: () => '<00>' }, 'contents.missing'],
    ['P-USF-04 nothing but room', { contents: (_, room) => `<${'0'.repeat(room)}>` }, 'contents.missing'],
    ['P-USF-05 a literal string as /Contents', { contents: () => '()' }, 'contents.not-hex'],
    ['P-USF-06 a name as /Contents', { contents: () => '/x' }, 'contents.not-hex'],
    ['P-USF-07 an array as /Contents', { contents: () => '[]' }, 'contents.not-hex'],
    ['P-USF-08 a number as /Contents', { contents: () => '8' }, 'contents.not-hex'],
    ['P-CNT-01 a reference as /Contents', { contents: () => '2 0 R' }, 'contents.not-hex'],
    [
      'P-GAP-01 a shorter /Contents and free bytes in the gap',
      { contents: (hex) => `<${hex}>` },
      'byte-range.gap',
    ],
    [
      'P-GAP-03 a comment behind /Contents',
      { contents: (hex, room) => `<${hex.padEnd(room - 6, '0')}>%abcd\n` },
      'byte-range.gap',
    ],
    [
      'P-GAP-03 another entry behind /Contents',
      { contents: (hex, room) => `<${hex.padEnd(room - 8, '0')}> /E null` },
      'byte-range.gap',
    ],
    [
      'P-GAP-04 white space inside /Contents',
      { contents: (hex, room) => `<${hex.padEnd(room - 2, '0')}  >` },
      'contents.not-hex',
    ],
    [
      'P-GAP-05 an odd number of digits',
      { contents: (hex, room) => `<${hex.padEnd(room - 1, '0')}> ` },
      'contents.not-hex',
    ],
    [
      'P-GAP-06 a letter that is no digit',
      { contents: (hex, room) => `<${hex.padEnd(room - 1, '0')}g>` },
      'contents.not-hex',
    ],
    ['P-USF-09 no /ByteRange', range(() => 'null'), 'byte-range.malformed'],
    ['P-USF-11 an empty /ByteRange', range(() => '[]'), 'byte-range.malformed'],
    ['P-USF-14 a /ByteRange of three', range((n) => `[${n.slice(0, 3).join(' ')}]`), 'byte-range.malformed'],
    ['P-USF-16 a /ByteRange of six', range((n) => `[${n.join(' ')} 0 0]`), 'byte-range.malformed'],
    ['P-USF-17 a /ByteRange of zeros', range(() => '[0 0 0 0]'), 'byte-range.malformed'],
    ['P-USF-19 a negative offset', range((n) => `[-10 ${n.slice(1).join(' ')}]`), 'byte-range.malformed'],
    [
      'P-USF-20 a negative length',
      range((n) => `[0 ${at(n, b)} ${at(n, c)} -${at(n, d)}]`),
      'byte-range.malformed',
    ],
    ['P-USF-21 reals', range((n) => `[0.0 ${n.slice(1).join(' ')}]`), 'byte-range.malformed'],
    ['P-USF-22 strings', range((n) => `[(0) ${n.slice(1).join(' ')}]`), 'byte-range.malformed'],
    [
      'P-USF-23 numbers beyond 53 bits',
      range((n) => `[0 ${at(n, b)} 9007199254740993 ${at(n, d)}]`),
      'byte-range.malformed',
    ],
    ['P-USF-24 an indirect /ByteRange', range(() => '2 0 R'), 'byte-range.malformed'],
    [
      'P-USF-24 an indirect number',
      range((n) => `[0 ${at(n, b)} ${at(n, c)} 2 0 R]`),
      'byte-range.malformed',
    ],
    [
      'P-BR-01 bytes before it left out',
      range((n) => `[1 ${at(n, b) - 1} ${at(n, c)} ${at(n, d)}]`),
      'byte-range.malformed',
    ],
    [
      'P-BR-02 the last bytes left out',
      range((n) => `[${at(n, a)} ${at(n, b)} ${at(n, c)} ${at(n, d) - 7}]`),
      'byte-range.not-a-revision-end',
    ],
    [
      'P-BR-06 bytes beyond the end',
      range((n) => `[${at(n, a)} ${at(n, b)} ${at(n, c)} ${at(n, d) + 1}]`),
      'byte-range.beyond-end',
    ],
    ['P-BR-07 an empty second part', range((n) => `[0 ${at(n, b)} ${at(n, c)} 0]`), 'byte-range.malformed'],
    ['P-GAP-08 < left out', range((n) => `[0 ${at(n, b) + 1} ${at(n, c)} ${at(n, d)}]`), 'byte-range.gap'],
    [
      'P-GAP-08 > left out',
      range((n) => `[0 ${at(n, b)} ${at(n, c) - 1} ${at(n, d) + 1}]`),
      'byte-range.gap',
    ],
    ['P-USF-27 no /SubFilter', { entries: '/Type /Sig' }, 'subfilter.unsupported'],
    [
      'P-USF-27 another /SubFilter',
      { entries: '/Type /Sig /SubFilter /adbe.x509.rsa_sha1' },
      'subfilter.unsupported',
    ],
    [
      'P-DTS-02 /DocTimeStamp with a signature of a person',
      { entries: `/Type /DocTimeStamp ${CADES}` },
      'signature.dictionary',
    ],
    ['another /Type', { entries: `/Type /Catalog ${CADES}` }, 'signature.dictionary'],
    ['P-SWA-04 /Contents twice, once escaped', { entries: `/Content#73 <00> ${CADES}` }, 'pdf.duplicate-key'],
    [
      'P-KEY-02 /ByteRange twice, once escaped',
      { entries: `/Byte#52ange [0 0 0 0] ${CADES}` },
      'pdf.duplicate-key',
    ],
  ])('is refused with %s', async (_, crafted, code) => {
    const report = await verified(crafted)
    expect(codesOf(report)).toContain(code)
    expect(['altered', 'untrusted', 'unreadable']).toContain(report.status)
  })
})

describe('a sealed file', () => {
  it.each([
    ['one byte', 'x'],
    ['a second line end', '\n'],
    ['a comment', '%more\n'],
    ['zeros', '\0\0\0\0'],
  ])('is altered and reported as structure.trailing-bytes when %s follows it', async (_, tail) => {
    const report = await judged(concatBytes([await craftSeal(identity), fromLatin1(tail)]))
    expect(report.status).toBe('altered')
    expect(codesOf(report)).toContain('structure.trailing-bytes')
  })

  it('is unreadable when bytes stand before it', async () => {
    const report = await judged(insertAt(await craftSeal(identity), 0, 'junk'))
    expect(report).toMatchObject({
      status: 'unreadable',
      findings: [{ code: 'pdf.header-offset' }],
      signatures: [],
    })
  })

  it('is altered when its signature was taken out of its field afterwards, and does not look unsigned', async () => {
    const sealed = await craftSeal(identity)
    const field = '<< /FT /Sig /T (Seal1) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 >>'
    const report = await judged(appendRevision(sealed, { objects: [{ number: 60, value: field }] }))
    expect(report.status).toBe('altered')
    expect(codesOf(report)).toContain('signature.removed')
  })

  it('is altered when its signature dictionary was written again afterwards', async () => {
    const sealed = await craftSeal(identity)
    const start = indexOfText(sealed, '<<', indexOfText(sealed, '61 0 obj'))
    const end = indexOfText(sealed, '>>\nendobj', start) + 2
    const value = String.fromCharCode(...sealed.subarray(start, end))
    const report = await judged(appendRevision(sealed, { objects: [{ number: 61, value }] }))
    expect(report).toMatchObject({
      status: 'altered',
      answers: { intact: 'yes', whole: 'no' },
      signatures: [{ status: 'invalid', integrity: 'intact', coverage: 'unclear' }],
    })
    expect(codesOf(report)).toContain('byte-range.gap')
  })

  it('is altered, and its signature broken, when bytes are changed of those that a range with another gap names', async () => {
    const sealed = await craftSeal(identity, { contents: (hex) => `<${hex}>` })
    const [signature] = (await judged(sealed)).signatures
    expect(signature).toMatchObject({ status: 'invalid', integrity: 'intact', coverage: 'unclear' })
    expect((await judged(replaceText(sealed, '%PDF-1.7', '%PDF-1.6'))).signatures).toMatchObject([
      { status: 'invalid', integrity: 'broken', coverage: 'unclear' },
    ])
  })

  it('is altered when two fields share its signature', async () => {
    const report = await judged(
      await craftSeal(identity, { field: '/Kids [<< /T (A) /V 61 0 R >> << /T (B) /V 61 0 R >>]' }),
    )
    expect(report.status).toBe('altered')
    expect(codesOf(report)).toContain('signature.shared')
  })

  it('is altered when /Perms names a signature that no field holds', async () => {
    const sealed = await craftSeal(identity, { catalog: '/Perms << /DocMDP 61 0 R >>' })
    expect((await judged(sealed)).status).toBe('trusted')
    const value = '<< /Type /Catalog /Pages 2 0 R /Perms << /DocMDP 61 0 R >> >>'
    const report = await judged(appendRevision(sealed, { objects: [{ number: 1, value }] }))
    expect(report.status).toBe('altered')
    expect(codesOf(report)).toContain('signature.not-in-field')
  })

  it.each([
    ['nothing refers to', '[]'],
    [
      'only an annotation refers to',
      '[<< /Type /Annot /Subtype /Widget /FT /Sig /Rect [0 0 0 0] /V 61 0 R >>]',
    ],
  ])('is reported as signature.not-in-field when it is one that %s', async (_, annotations) => {
    const value = `<< /Type /Sig ${CADES} /ByteRange [0 10 20 30] /Contents <00ff> >>`
    const objects = [
      { number: 61, value },
      { number: 62, value: annotations },
    ]
    const report = await judged(createPdf({ objects, catalog: '/Annotations 62 0 R' }))
    expect(report.status).toBe('altered')
    expect(codesOf(report)).toContain('signature.not-in-field')
  })

  it('is unsigned when it only speaks of byte ranges', async () => {
    const objects = [{ number: 61, value: '<< /Type /Sig /Reason (/ByteRange) /ByteRange 4 >>' }]
    expect((await judged(createPdf({ objects }))).status).toBe('unsigned')
  })

  it('is unsigned when its field has no value, or none that is a dictionary', async () => {
    const sealed = await craftSeal(identity)
    for (const value of ['null', '(text)', '900 0 R']) {
      const field = `<< /FT /Sig /T (Seal1) /V ${value} >>`
      const original = sealed.subarray(0, indexOfText(sealed, '%%EOF') + 6)
      const catalog = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [60 0 R] >> >>'
      const bytes = appendRevision(original, {
        objects: [
          { number: 1, value: catalog },
          { number: 60, value: field },
        ],
      })
      expect((await judged(bytes)).status).toBe('unsigned')
    }
  })

  it('is altered when a certification forbids what came after it', async () => {
    const reference =
      '/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /V /1.2 /P 1 >> >>]'
    const certified = await craftSeal(identity, {
      entries: `/Type /Sig ${CADES} ${reference}`,
      catalog: '/Perms << /DocMDP 61 0 R >>',
    })
    expect((await judged(certified)).status).toBe('trusted')
    const field = '<< /FT /Sig /T (Seal2) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 >>'
    const report = await judged(
      appendRevision(certified, {
        objects: [
          {
            number: 1,
            value:
              '<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [60 0 R 70 0 R] >> /Perms << /DocMDP 61 0 R >> >>',
          },
          { number: 70, value: field },
        ],
      }),
    )
    expect(report.status).toBe('altered')
    expect(codesOf(report)).toContain('change.not-permitted')
  })
})
