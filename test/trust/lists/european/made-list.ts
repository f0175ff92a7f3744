import { DOMParser, XMLSerializer } from '@xmldom/xmldom'
import * as xades from 'xadesjs'
import { toBase64 } from '../../../../src/base/base64.js'
import { toUtf8 } from '../../../../src/base/bytes.js'
import { exportPkcs8 } from '../../../../src/crypto/private-key.js'
import { importTrustedLists } from '../../../../src/trust/lists/european/trusted-lists.js'
import type {
  TrustedLists,
  TrustedListsOptions,
} from '../../../../src/trust/lists/european/trusted-lists-options.js'
import { NOON, type Made } from '../../made-certificate.js'

/** What a service is from a day on. */
export interface MadePeriod {
  readonly status: string
  readonly from: string
  /** Where it was of another type than the service is now. */
  readonly type?: string
  /** Content of ServiceInformationExtensions. */
  readonly extensions?: string
}

/** One service of one provider. */
export interface MadeService {
  readonly type?: string
  readonly name?: string
  readonly certificates: readonly Made[]
  /** The latest first, as lists have them. */
  readonly periods: readonly MadePeriod[]
}

/** What deviates from an ordinary list of Portugal. */
export interface MadeList {
  readonly territory?: string
  readonly sequence?: number
  readonly version?: number
  readonly issued?: string
  readonly nextUpdate?: string | null
  readonly services?: readonly MadeService[]
  /** Makes it a list of lists. */
  readonly pointers?: readonly { readonly territory: string; readonly signers: readonly Made[] }[]
}

const SERVICE = 'http://uri.etsi.org/TrstSvc/Svctype/'
const STATUS = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'
const INFORMATION = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/'

/** Returns an additionalServiceInformation extension. */
export function additional(name: string): string {
  const uri = `<URI xml:lang="en">${INFORMATION}${name}</URI>`
  return `<Extension Critical="true"><AdditionalServiceInformation>${uri}</AdditionalServiceInformation></Extension>`
}

/** Returns a Qualifications extension of one element. */
export function qualified(qualifiers: readonly string[], assert: string, criteria: string): string {
  const names = qualifiers.map((each) => `<q:Qualifier uri="${INFORMATION}${each}"/>`).join('')
  const list = `<q:CriteriaList assert="${assert}">${criteria}</q:CriteriaList>`
  const element = `<q:QualificationElement><q:Qualifiers>${names}</q:Qualifiers>${list}</q:QualificationElement>`
  return `<Extension Critical="true"><q:Qualifications>${element}</q:Qualifications></Extension>`
}

/** Returns a criterion: a certificate has all of these policies. */
export function policySet(...oids: readonly string[]): string {
  const policies = oids.map(
    (oid) =>
      `<q:PolicyIdentifier><x:Identifier Qualifier="OIDAsURN">urn:oid:${oid}</x:Identifier></q:PolicyIdentifier>`,
  )
  return `<q:PolicySet>${policies.join('')}</q:PolicySet>`
}

/** Returns the text of a list, unsigned. */
export function listText(list: MadeList): string {
  const { territory = 'PT', sequence = 7, version = 6, issued = '2026-06-01T00:00:00Z', pointers } = list
  const { nextUpdate = '2026-12-01T00:00:00Z', services = [] } = list
  const type = pointers === undefined ? 'EUgeneric' : 'EUlistofthelists'
  return `<?xml version="1.0" encoding="UTF-8"?>
<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" xmlns:q="http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#" xmlns:x="http://uri.etsi.org/01903/v1.3.2#" xmlns:a="http://uri.etsi.org/02231/v2/additionaltypes#" TSLTag="http://uri.etsi.org/19612/TSLTag" Id="the-list">
<SchemeInformation>
<TSLVersionIdentifier>${version}</TSLVersionIdentifier><TSLSequenceNumber>${sequence}</TSLSequenceNumber>
<TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/${type}</TSLType>
<SchemeOperatorName><Name xml:lang="pt">Gabinete</Name><Name xml:lang="en">Office of ${territory}</Name></SchemeOperatorName>
<SchemeTerritory>${territory}</SchemeTerritory>
${pointers === undefined ? '' : `<PointersToOtherTSL>${pointers.map(pointerText).join('')}</PointersToOtherTSL>`}
<ListIssueDateTime>${issued}</ListIssueDateTime>
<NextUpdate>${nextUpdate === null ? '' : `<dateTime>${nextUpdate}</dateTime>`}</NextUpdate>
</SchemeInformation>
${services.length === 0 ? '' : `<TrustServiceProviderList>${services.map(providerText).join('')}</TrustServiceProviderList>`}
</TrustServiceStatusList>`
}

function pointerText({
  territory,
  signers,
}: {
  readonly territory: string
  readonly signers: readonly Made[]
}): string {
  const pointer = (type: string): string => `<OtherTSLPointer>
<ServiceDigitalIdentities>${signers.map((each) => `<ServiceDigitalIdentity>${digitalIds([each])}</ServiceDigitalIdentity>`).join('')}</ServiceDigitalIdentities>
<TSLLocation>https://${territory.toLowerCase()}.test/${type}</TSLLocation>
<AdditionalInformation><OtherInformation><SchemeTerritory>${territory}</SchemeTerritory></OtherInformation>
<OtherInformation><a:MimeType>application/${type}</a:MimeType></OtherInformation></AdditionalInformation></OtherTSLPointer>`
  return pointer('pdf') + pointer('vnd.etsi.tsl+xml')
}

function digitalIds(certificates: readonly Made[]): string {
  return certificates
    .map(
      ({ certificate }) =>
        `<DigitalId><X509Certificate>${toBase64(certificate.der)}</X509Certificate></DigitalId>`,
    )
    .join('')
}

function providerText({ type = 'CA/QC', name = 'Seal CA', certificates, periods }: MadeService): string {
  const [current, ...earlier] = periods.map(
    ({
      status,
      from,
      extensions,
      type: then = type,
    }) => `<ServiceTypeIdentifier>${SERVICE}${then}</ServiceTypeIdentifier>
<ServiceName><Name xml:lang="en">${name}</Name></ServiceName>
<ServiceDigitalIdentity>${digitalIds(certificates)}</ServiceDigitalIdentity>
<ServiceStatus>${STATUS}${status}</ServiceStatus><StatusStartingTime>${from}</StatusStartingTime>
${extensions === undefined ? '' : `<ServiceInformationExtensions>${extensions}</ServiceInformationExtensions>`}`,
  )
  const history = earlier.map((each) => `<ServiceHistoryInstance>${each}</ServiceHistoryInstance>`).join('')
  return `<TrustServiceProvider><TSPInformation><TSPName><Name xml:lang="en">Confiança SA</Name></TSPName></TSPInformation>
<TSPServices><TSPService><ServiceInformation>${current ?? ''}</ServiceInformation>
${history === '' ? '' : `<ServiceHistory>${history}</ServiceHistory>`}</TSPService></TSPServices></TrustServiceProvider>`
}

/** How a signature deviates from the ordinary. */
export interface MadeSignature {
  readonly hash?: string
  readonly transforms?: readonly string[]
  readonly uri?: string
  /** Named by the signature in place of the signer. */
  readonly named?: Made
  readonly withV2?: boolean
  /** Digest by which the certificate is named; SHA-256 where nothing else is said. */
  readonly namedBy?: string
}

/** Returns `text` with an enveloped XAdES signature at its end. */
export async function signText(text: string, signer: Made, options: MadeSignature = {}): Promise<string> {
  openLibrary()
  const {
    hash = 'SHA-256',
    transforms = ['enveloped', 'exc-c14n'],
    uri = '',
    named = signer,
    namedBy = 'SHA-256',
  } = options
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: { name: hash } }
  const pkcs8 = Uint8Array.from(await exportPkcs8(signer.key))
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign'])
  const document = new DOMParser().parseFromString(text, 'application/xml')
  const certificate = toBase64(named.certificate.der)
  const naming = { certificate, digestAlgorithm: namedBy }
  const signed = new xades.SignedXml()
  signed.XmlSignature.SignedInfo.CanonicalizationMethod.Algorithm = 'http://www.w3.org/2001/10/xml-exc-c14n#'
  const signature = await signed.Sign(algorithm, key, document as unknown as Document, {
    references: [{ uri, hash, transforms: [...transforms] }],
    ...(options.withV2 === true ? { signingCertificateV2: naming } : { signingCertificate: naming }),
    x509: [certificate],
  })
  const element = new DOMParser().parseFromString(signature.toString(), 'application/xml').documentElement
  if (element !== null) document.documentElement?.appendChild(document.importNode(element, true))
  return new XMLSerializer().serializeToString(document)
}

function openLibrary(): void {
  xades.setNodeDependencies({ DOMParser, XMLSerializer })
  const { subtle } = crypto
  const engine = {
    subtle,
    getRandomValues: (array: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(array),
  }
  xades.Application.setEngine('test', engine as unknown as Crypto)
}

/** Returns the bytes of a signed list. */
export async function signedList(list: MadeList, signer: Made, options?: MadeSignature): Promise<Uint8Array> {
  return toUtf8(await signText(listText(list), signer, options))
}

/** Returns what comes of lists of Portugal that `signer` may sign. */
export function importFrom(
  signer: Made,
  list: Uint8Array | string,
  options: Partial<TrustedListsOptions> = {},
): Promise<TrustedLists> {
  const bytes = typeof list === 'string' ? toUtf8(list) : list
  return importTrustedLists({
    lists: [bytes],
    signers: { PT: [signer.certificate.der] },
    at: new Date(NOON),
    ...options,
  })
}

/** Returns the codes of the refusals. */
export const codesIn = ({ refusals }: TrustedLists): readonly string[] => refusals.map(({ code }) => code)
