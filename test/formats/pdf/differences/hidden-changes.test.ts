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
