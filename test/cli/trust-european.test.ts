import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { toPem } from '../../src/formats/x509/pem.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { signedList } from '../trust/lists/european/made-list.js'
import { granted, listWith } from '../trust/lists/european/made-service.js'
import { makeRoot, makeSigner, NOON } from '../trust/made-certificate.js'
import { fiscalseal } from './fake-terminal.js'
import { type Workshop, openWorkshop } from './workshop.js'

describe('trust import of European lists', () => {
  let workshop: Workshop

  beforeAll(async () => {
    workshop = await openWorkshop()
    const ca = await makeRoot('Seal CA')
    const [eu, pt] = [
      await makeSigner(undefined, { name: 'Commission' }),
      await makeSigner(undefined, { name: 'Operator of PT' }),
    ]
    const pointers = [{ territory: 'PT', signers: [pt] }]
    workshop.write('eu.xml', await signedList({ territory: 'EU', sequence: 300, pointers }, eu))
    workshop.write('pt.xml', await signedList(listWith(ca, granted()), pt))
    workshop.write('forged.xml', await signedList(listWith(ca, granted()), eu))
    workshop.write('eu.pem', toPem('CERTIFICATE', eu.certificate.der))
  })

  afterAll(() => {
    workshop.remove()
  })

  const imported = (list: string): ReturnType<typeof fiscalseal> => {
    const signer = ['--signer', workshop.path('eu.pem'), '--at', new Date(NOON).toISOString()]
    const args = ['--eu', workshop.path('eu.xml'), '--eu-list', workshop.path(list), ...signer]
    return fiscalseal(['trust', 'import', ...args, '--out', workshop.path(`${list}.json`)])
  }

  it('writes their authorities as a trust store, and says of each list what it held', async () => {
    const { code, out, err } = await imported('pt.xml')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('pt.xml.json: 1 authority\n')
    expect(out).toMatch(/European list PT, number \d+: 1 of 1 services are taken as authorities\n/)
    const store = TrustStore.from(workshop.read('pt.xml.json'))
    expect(store.anchors).toMatchObject([{ jurisdiction: 'PT', origin: 'list' }])
  })

  it('writes nothing when every list is refused, and says why', async () => {
    const { code, err } = await imported('forged.xml')
    expect(code).toBe(1)
    expect(err).toMatch(/Refused: lists\[0\] \(PT\): .* \(list\.[a-z-]+\)\n/)
    expect(() => workshop.read('forged.xml.json')).toThrow()
  })
})
