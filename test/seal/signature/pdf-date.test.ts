import { describe, expect, it } from '@jest/globals'
import { pdfDateToIso } from '../../../src/seal/signature/pdf-date.js'

describe('a PDF date', () => {
  it.each([
    ["D:20261122093000+03'00'", '2026-11-22T09:30:00+03:00'],
    ["D:20261122093000-05'30", '2026-11-22T09:30:00-05:30'],
    ['D:20261122093000Z', '2026-11-22T09:30:00Z'],
    ["D:20261122093000Z00'00'", '2026-11-22T09:30:00Z'],
    ['D:20261122093000', '2026-11-22T09:30:00'],
    ['20261122', '2026-11-22'],
    ['D:2026', '2026-01-01'],
  ])('%s is %s', (text, iso) => {
    expect(pdfDateToIso(text)).toBe(iso)
  })

  it.each(['', 'D:', 'D:20260230', 'D:20261322093000Z', 'D:20261122093000Zx', 'D:2026112209300A', 'yesterday', "D:20261122093000+'00'"])(
    '%j is none',
    (text) => {
      expect(pdfDateToIso(text)).toBeUndefined()
    },
  )
})
