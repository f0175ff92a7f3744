import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { concatBytes, fromLatin1, toUtf8 } from '../../src/base/bytes.js'
import { toPem } from '../../src/formats/x509/pem.js'
import { readRequest } from '../../src/trust/issuing/certification-request.js'
import { validatePath } from '../../src/trust/path/validate-path.js'
import { TrustStore } from '../../src/trust/store/trust-store.js'
import { fiscalseal } from './fake-terminal.js'
import { openWorkshop, type Workshop } from './workshop.js'

/** What other tools print above a block: long, and in the alphabet of an old terminal. */
const ABOVE = fromLatin1(`Certificate:\n${'    Issuer: Autorité fiscale\n'.repeat(40)}`)

describe('text around PEM that is not UTF-8', () => {
  let workshop: Workshop
  let below: (name: string) => Uint8Array

  beforeAll(async () => {
    workshop = await openWorkshop()
    below = (name) => concatBytes([ABOVE, workshop.read(name)])
    workshop.write('root.pem', below('authority/root.pem'))
    workshop.write('seller.pem', below('soko.pem'))
    const list = toPem('X509 CRL', workshop.read('authority/issuing-ca.crl'))
    workshop.write('list.pem', concatBytes([ABOVE, toUtf8(list)]))
  }, 60_000)

  afterAll(() => {
    workshop.remove()
  })

  it('hides no certificate from inspect, trust explain and verify', async () => {
    const inspected = await fiscalseal(['inspect', workshop.path('seller.pem')])
    expect(inspected).toMatchObject({ code: 0, out: expect.stringContaining('Soko Ltd') })
    const trust = ['--trust', workshop.path('root.pem')]
    const list = ['--crl', workshop.path('list.pem')]
    const verified = await fiscalseal(['verify', workshop.path('sealed.pdf'), ...trust, ...list])
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('trusted') })
    const explained = await fiscalseal(['trust', 'explain', workshop.path('seller.pem'), ...trust])
    expect(explained.out).not.toContain('PDF')
    expect(explained.out).toContain('Soko Ltd')
  })

  it('hides no certificate from a store and a path, and no request', async () => {
    const trust = TrustStore.from(workshop.read('root.pem'))
    const seller = workshop.read('seller.pem')
    const options = { trust, intermediates: seller, revocation: 'none' } as const
    expect(await validatePath(seller, options)).toMatchObject({ status: 'valid' })
    const request = '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n'
    await expect(readRequest(concatBytes([ABOVE, toUtf8(request)]))).rejects.toMatchObject({
      code: 'request.invalid',
      message: expect.not.stringContaining('neither DER nor PEM'),
    })
  })

  it('makes no JSON of what is not UTF-8', () => {
    const list = concatBytes([fromLatin1('{ "name": "Autorité",\n'), workshop.read('authority/root.pem')])
    expect(TrustStore.from(list).anchors).toHaveLength(1)
  })
})

describe('a PDF with a block of PEM near its begin', () => {
  it('is a PDF', async () => {
    const workshop = await openWorkshop()
    const pdf = concatBytes([toUtf8('%PDF-1.7\n%\n'), workshop.read('authority/root.pem')])
    const { err } = await fiscalseal(['inspect', workshop.write('odd.pdf', pdf)])
    expect(err).toContain('odd.pdf')
    workshop.remove()
  })
})
