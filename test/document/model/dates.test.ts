import { describe, expect, it } from '@jest/globals'
import { isCalendarDate, isInstant } from '../../../src/document/model/dates.js'

describe('a date', () => {
  it.each(['2026-11-22', '2024-02-29', '2000-02-29', '1999-12-31'])('%s exists', (text) => {
    expect(isCalendarDate(text)).toBe(true)
  })

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '26-11-22',
    '2026/11/22',
    '',
    '2026-1-1',
    '0999-01-01',
    '2026-11-2２',
  ])('%j does not', (text) => {
    expect(isCalendarDate(text)).toBe(false)
  })
})

describe('an instant', () => {
  it.each([
    '2026-11-22T09:30:00Z',
    '2026-11-22T09:30:00+03:00',
    '2026-11-22T09:30:00-11:30',
    '2026-11-22T09:30:00.000Z',
    '2026-11-22T23:59:59.5+14:00',
  ])('%s has its offset', (text) => {
    expect(isInstant(text)).toBe(true)
  })

  it.each([
    '2026-11-22',
    '2026-11-22T09:30:00',
    '2026-11-22T09:30Z',
    '2026-11-22 09:30:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T09:60:00Z',
    '2026-11-22T09:30:60Z',
    '2026-11-22T09:30:00+3:00',
    '2026-11-22T09:30:00+15:00',
    '2026-11-22T09:30:00.Z',
    '2026-11-22T09:30:00.1234Z',
    '2026-11-22T09:30:00ZZ',
    '2026-02-30T09:30:00Z',
    '',
    '2026-11-22T09:30:00+0300',
    '2026-11-22t09:30:00z',
  ])('%j is none', (text) => {
    expect(isInstant(text)).toBe(false)
  })
})
