import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import {
  derBitString,
  derContext,
  derElement,
  derInteger,
  derOctetString,
  derOid,
  derSequence,
  derSet,
} from '../../../src/formats/der/writer.js'
import { entriesWith, parseCrl, revocationReasonOf } from '../../../src/formats/x509/crl.js'
import { EXTENSION } from '../../../src/formats/x509/oids.js'
import { derTime, derUtf8 } from '../der/der-values.js'

setFlagsFromString('--expose_gc')
/** What nobody holds any more is no object that is kept; when it goes is up to the engine otherwise. */
const collectGarbage = runInNewContext('gc') as () => void

const ENTRIES = 750_000
const MEGABYTE = 1e6

/** A serial number of 16 octets, as large authorities have them, with `index` in it. */
const serialOf = (index: number): Uint8Array => {
  const serial = new Uint8Array(16).fill(0x5a)
  new DataView(serial.buffer).setUint32(4, Math.imul(index, 2_654_435_761))
  return serial
}

/** Returns a CRL of some thirty megabytes in which the signature is none: what is measured is the search. */
function largeCrl(): Uint8Array {
  const algorithm = derSequence(derOid('1.2.840.10045.4.3.2'))
  const reason = derSequence(derOid(EXTENSION.reasonCode), derOctetString(derElement(0x0a, Uint8Array.of(1))))
  const entry = (index: number): Uint8Array =>
    derSequence(derElement(0x02, serialOf(index)), derTime(Date.UTC(2026, 0, 1)), derSequence(reason))
  const first = entry(0)
  const entries = new Uint8Array(ENTRIES * first.length)
  for (let index = 0; index < ENTRIES; index++) {
    entries.set(first, index * first.length)
    entries.set(serialOf(index), index * first.length + 4)
  }
  const tbs = derSequence(
    ...[derInteger(1), algorithm, derSequence(derSet(derSequence(derOid('2.5.4.3'), derUtf8('CA'))))],
    ...[derTime(Date.UTC(2026, 0, 2)), derTime(Date.UTC(2026, 0, 9)), derSequence(entries)],
    derContext(0, derSequence(derSequence(derOid(EXTENSION.crlNumber), derOctetString(derInteger(7))))),
  )
  return derSequence(tbs, algorithm, derBitString(new Uint8Array(64)))
}

describe('a revocation list of thirty megabytes', () => {
  it('is read at once, walked once, and takes no object for an entry', () => {
    const der = largeCrl()
    collectGarbage()
    const before = process.memoryUsage()
    const start = performance.now()
    const crl = parseCrl(der)
    const parsed = performance.now()
    expect(entriesWith(crl, serialOf(ENTRIES))).toEqual([])
    const walked = performance.now()
    for (let index = 0; index < 1000; index++) {
      const [entry] = entriesWith(crl, serialOf(index * 700))
      expect(entry === undefined ? undefined : revocationReasonOf(entry)).toBe('keyCompromise')
    }
    const searched = performance.now()
    collectGarbage()
    const objects = process.memoryUsage().heapUsed - before.heapUsed
    expect(entriesWith(crl, serialOf(0))).toHaveLength(1)
    process.stdout.write(
      `\nCRL of ${(der.length / MEGABYTE).toFixed(1)} MB, ${ENTRIES} entries: parsed in ${(parsed - start).toFixed(1)} ms, first search ` +
        `${(walked - parsed).toFixed(0)} ms, each further ${(searched - walked).toFixed(0)} µs; ` +
        `objects ${(objects / MEGABYTE).toFixed(1)} MB\n`,
    )
    // An object for each entry would take a hundred megabytes.
    expect(objects).toBeLessThan(0.1 * der.length)
  })
})
