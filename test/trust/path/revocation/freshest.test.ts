import { beforeAll, describe, expect, it } from '@jest/globals'
import { FiscalSealError } from '../../../../src/base/errors.js'
import { generatePrivateKey } from '../../../../src/crypto/private-key.js'
import type { CertificateList } from '../../../../src/formats/x509/crl.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import { checkRevocation } from '../../../../src/trust/path/revocation/revocation.js'
import {
  BIT,
  crlNumbers,
  crlPoint,
  DAY,
  freshestPoint,
  keyUsage,
  makeCrl,
  makeRoot,
  makeSigner,
  NOON,
  type Made,
  type MadeCrlOptions,
} from '../../made-certificate.js'
import { anchorOf, told } from './asked.js'

const BASE = 'http://crl.example.test/base.crl'
const DELTA = 'http://crl.example.test/delta.crl'

let root: Made
let leaf: Made

beforeAll(async () => {
  root = await makeRoot('Root')
  leaf = await makeSigner(root, { extensions: [keyUsage(BIT.digitalSignature), crlPoint(BASE)] })
})

const baseList = (options: Partial<MadeCrlOptions> = {}): Promise<CertificateList> =>
  makeCrl({ issuer: root, extensions: [...crlNumbers(5), freshestPoint(DELTA)], ...options })

const deltaList = (options: Partial<MadeCrlOptions> = {}): Promise<CertificateList> =>
  makeCrl({ issuer: root, thisUpdate: NOON - 1000, extensions: crlNumbers(6, 5), ...options })

const revoked = (): Pick<MadeCrlOptions, 'revoked'> => ({
  revoked: [{ certificate: leaf.certificate, at: NOON - DAY }],
})

/** Returns what is found when these lists are published, and who was asked. */
async function ask(published: Readonly<Record<string, CertificateList>>): Promise<readonly string[]> {
  const asked: string[] = []
  const result = await checkRevocation([leaf.certificate], {
    ...{ anchor: anchorOf(root), crls: [], at: NOON, cache: new PathCache() },
    fetcher: ({ url }) => {
      asked.push(url)
      const list = published[url]
      return list === undefined
        ? Promise.reject(new FiscalSealError('fetch.failed', 'status 404'))
        : Promise.resolve(list.der)
    },
  })
  return [told(result), ...asked]
}

describe('a list that points to a delta list', () => {
  it('is asked together with it', async () => {
    expect(await ask({ [BASE]: await baseList(), [DELTA]: await deltaList() })).toEqual(['good', BASE, DELTA])
    expect(await ask({ [BASE]: await baseList(), [DELTA]: await deltaList(revoked()) })).toEqual([
      'revoked revocation.revoked',
      ...[BASE, DELTA],
    ])
    const old = await baseList({ nextUpdate: NOON - 1000 })
    expect(await ask({ [BASE]: old, [DELTA]: await deltaList() })).toEqual(['good', BASE, DELTA])
  })

  it('stands alone where that is not to be had', async () => {
    expect(await ask({ [BASE]: await baseList() })).toEqual(['good revocation.not-fetched', BASE, DELTA])
  })

  it('sends nobody anywhere when it is not signed, or when there is nothing left to ask', async () => {
    const signer = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
    const [, ...asked] = await ask({ [BASE]: await baseList({ signer }), [DELTA]: await deltaList() })
    expect(asked).toEqual([BASE])
    expect(await ask({ [BASE]: await baseList(revoked()), [DELTA]: await deltaList() })).toEqual([
      'revoked revocation.revoked',
      BASE,
    ])
  })
})
