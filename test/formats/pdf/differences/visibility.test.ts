import { describe, expect, it } from '@jest/globals'
import { stream } from '../pdf-builder.js'
import { level, NEW_TIMESTAMP, WIDGET } from './signed-file.js'

describe('a document time-stamp', () => {
  it.each([
    ['archival', '/Rect [0 0 0 0]'],
    ['archival', '/Rect [5 5 5 50]'],
    ['signatures', '/Rect [0 0 99 99] /AP << /N 15 0 R >>'],
    ['signatures', '/Rect [0 0 99 99]'],
    ['archival', '/Rect [0 0 0 0] /AP << /N 15 0 R >>'],
    ['signatures', '/Rect [0 0 0 0] /AP << /N << /On 17 0 R >> >>'],
    ['signatures', '/Rect [0 0 0 0] /AP 17 0 R'],
    ['signatures', '/Rect [0 0 0 0] /AP << /N 5 >>'],
    ['archival', '/Rect [0 0 0 0] /AP << /N << /On 15 0 R >> >>'],
    ['signatures', '/Rect [0 0 0 0] /AP << /N << /On << /On 15 0 R >> >> >>'],
    ['signatures', '/Rect [0 0 0 0] /AP << /N 17 0 R /N 15 0 R >>'],
    ['signatures', '/Rect [0 0 9]'],
    ['signatures', ''],
    ['signatures', '/Rect null'],
    ['signatures', '/AP << /N 15 0 R >>'],
  ] as const)('is %s with %s', (expected, place) => {
    expect(level({ ...NEW_TIMESTAMP, 30: `<< ${WIDGET} /FT /Sig /T (New) ${place} /V 31 0 R >>` })).toBe(
      expected,
    )
  })

  it.each([
    ['archival', '/Filter /FlateDecode', 'x\x9c\x03\0\0\0\0\x01'],
    ['signatures', '', 'x\x9c\x03\0\0\0\0\x01'],
    ['signatures', '/F (elsewhere)', ''],
    ['unknown', '/F (elsewhere) /F null', ''],
  ] as const)('is %s with an appearance of %j', (expected, entries, data) => {
    const field = `<< ${WIDGET} /FT /Sig /T (New) /Rect [0 0 0 0] /V 31 0 R /AP << /N 32 0 R >> >>`
    expect(level({ ...NEW_TIMESTAMP, 30: field, 32: stream(entries, data) })).toBe(expected)
  })

  it.each([
    ['archival', '/Subtype /Widget /F 2 /Rect [0 0 9 9]'],
    ['signatures', '/Subtype /Widget /F 2 /Rect [0 0 9 9] /AP << /N 15 0 R >>'],
    ['archival', '/Subtype /Widget /F 32 /Rect [0 0 9 9]'],
    ['signatures', '/Subtype /Widget /F 4 /Rect [0 0 9 9]'],
    ['signatures', '/Subtype /Widget /F 2.0 /Rect [0 0 9 9]'],
    ['archival', '/Subtype /Widget /F 2'],
    ['archival', ''],
    ['signatures', '/Rect [0 0 0 0]'],
  ] as const)('is %s in a field of %s', (expected, entries) => {
    expect(level({ ...NEW_TIMESTAMP, 30: `<< /FT /Sig /T (New) /V 31 0 R ${entries} >>` })).toBe(expected)
  })
})
