// The peers on npm that sign PDFs, called the way their own documentation shows.
import { P12Signer as LibpdfSigner, PDF } from '@libpdf/core'
import { plainAddPlaceholder } from '@signpdf/placeholder-plain'
import { P12Signer } from '@signpdf/signer-p12'
import { SignPdf } from '@signpdf/signpdf'
import forge from 'node-forge'

const passphrase = 'bench'

const selfSigned = ({ privateKey, publicKey }) => {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  certificate.serialNumber = '01'
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000)
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
  const subject = [{ name: 'commonName', value: 'Bench' }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.sign(privateKey, forge.md.sha256.create())
  return certificate
}

const makeP12 = () => {
  const keys = forge.pki.rsa.generateKeyPair(2048)
  const store = forge.pkcs12.toPkcs12Asn1(keys.privateKey, [selfSigned(keys)], passphrase, {
    algorithm: '3des',
  })
  return Buffer.from(forge.asn1.toDer(store).getBytes(), 'binary')
}

const signWithSignpdf = (p12) => async (bytes) => {
  const prepared = plainAddPlaceholder({
    pdfBuffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    reason: 'bench',
    contactInfo: '',
    name: 'Bench',
    location: '',
  })
  return new SignPdf().sign(prepared, new P12Signer(p12, { passphrase }))
}

const signWithLibpdf = (p12) => async (bytes) => {
  const document = await PDF.load(bytes)
  const signer = await LibpdfSigner.create(new Uint8Array(p12), passphrase)
  const { bytes: signed } = await document.sign({ signer, reason: 'bench' })
  return signed
}

/** Each peer with its RSA-2048 signing function, bytes in and bytes out. */
export const makePeers = () => {
  const p12 = makeP12()
  return { '@signpdf': signWithSignpdf(p12), '@libpdf/core': signWithLibpdf(p12) }
}
