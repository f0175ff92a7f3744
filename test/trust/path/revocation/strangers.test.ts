import { beforeAll, describe, expect, it } from '@jest/globals'
import { generatePrivateKey } from '../../../../src/crypto/private-key.js'
import { derNull, derOid, derSequence } from '../../../../src/formats/der/writer.js'
import { parseCertificate, type Certificate } from '../../../../src/formats/x509/certificate.js'
import { EXTENSION, KEY_PURPOSE } from '../../../../src/formats/x509/oids.js'
import { PathCache } from '../../../../src/trust/path/path-cache.js'
import type { RevocationOptions } from '../../../../src/trust/path/revocation/revocation-options.js'
import { checkRevocation } from '../../../../src/trust/path/revocation/revocation.js'
import {
  BIT,
  DAY,
  extension,
  keyUsage,
  make,
  makeCrl,
  makeIntermediate,
  makeRoot,
  makeSigner,
  NOON,
  purposes,
  type Made,
} from '../../made-certificate.js'
import { makeOcsp } from '../../made-ocsp.js'
import { anchorOf, told } from './asked.js'

const REVOKED = 'revoked revocation.revoked'

let root: Made
let leaf: Made

beforeAll(async () => {
  root = await makeRoot('Root')
  leaf = await makeSigner(root)
})

const ask = async (variation: Partial<RevocationOptions>): Promise<string> =>
  told(
    await checkRevocation([leaf.certificate], {
      ...{ anchor: anchorOf(root), crls: [], at: NOON, mode: 'prefer', cache: new PathCache() },
      ...variation,
    }),
  )

/** A certificate with a name of somebody else and an extension that cannot be read. */
const unreadable = async (name: string, oid: string): Promise<Certificate> =>
  (await make({ name, issuer: root, extensions: [extension(oid, false, derNull())] })).certificate

/** The same certificate with a key that nobody knows. */
async function withStrangeKey(name: string): Promise<Certificate> {
  const { certificate } = await make({ name, issuer: root })
  const known = derOid('1.2.840.10045.2.1')
  const der = certificate.der.slice()
  const at = indexOf(der, known)
  der.set(derOid('1.2.840.10045.2.9'), at)
  return parseCertificate(der)
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  return bytes.findIndex((_, start) => part.every((byte, index) => bytes[start + index] === byte))
}

describe('what a stranger puts beside the evidence', () => {
  it('does not keep a list from being believed', async () => {
    const publisher = await makeIntermediate('Root', root, { extensions: [keyUsage(BIT.cRLSign)] })
    const crl = await makeCrl({
      issuer: root,
      signer: publisher.key,
      revoked: [{ certificate: leaf.certificate, at: NOON - DAY }],
    })
    const decoys = [await unreadable('Root', EXTENSION.keyUsage), await withStrangeKey('Root')]
    expect(await ask({ crls: [crl], intermediates: [...decoys, publisher.certificate] })).toBe(REVOKED)
  })

  it('does not keep a response from being believed', async () => {
    const noCheck = extension(EXTENSION.ocspNoCheck, false, derNull())
    const responder = await make({
      name: 'OCSP Responder',
      issuer: root,
      extensions: [purposes(KEY_PURPOSE.ocspSigning), noCheck],
    })
    const strange = await withStrangeKey('OCSP Responder')
    const unread = await unreadable('OCSP Responder', EXTENSION.extendedKeyUsage)
    const response = await makeOcsp({
      ...{ about: leaf.certificate, issuer: root, responder, status: { at: NOON - DAY } },
      certificates: [unread, strange, responder.certificate],
    })
    expect(await ask({ ocsp: [response] })).toBe(REVOKED)
    const bare = await makeOcsp({
      ...{ about: leaf.certificate, issuer: root, responder, status: { at: NOON - DAY }, certificates: [] },
    })
    expect(await ask({ ocsp: [bare], intermediates: [unread, strange, responder.certificate] })).toBe(REVOKED)
  })

  it('is never fine when it is more than can be looked at, though evidence is only preferred', async () => {
    const forger = await generatePrivateKey({ kind: 'ec', curve: 'P-256' })
    const forged = await makeCrl({ issuer: root, signer: forger })
    const crls = Array.from({ length: 99 }, () => forged)
    expect(await ask({ crls })).toContain('not-checked')
    expect(await ask({ crls: [...crls, forged, forged] })).toContain('unknown')
  })

  it('cannot be a certificate of its own that says where its lists are in no words', async () => {
    const [odd] = [derSequence(derNull())]
    const mute = await makeSigner(root, {
      extensions: [extension(EXTENSION.crlDistributionPoints, false, odd)],
    })
    const crl = await makeCrl({ issuer: root, revoked: [{ certificate: mute.certificate, at: NOON - DAY }] })
    const options = {
      anchor: anchorOf(root),
      crls: [crl],
      at: NOON,
      mode: 'prefer',
      cache: new PathCache(),
    } as const
    expect(told(await checkRevocation([mute.certificate], options))).toBe(
      'unknown certificate.malformed revocation.unknown',
    )
  })
})
