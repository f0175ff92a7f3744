import { KEY_PURPOSE } from '../../../src/formats/x509/oids.js'
import { authorityProfile } from '../../../src/trust/profiles/authority-profile.js'
import type { ProfileRules } from '../../../src/trust/profiles/profile.js'
import { purposes } from '../made-certificate.js'
import {
  ORGANIZATION_IDENTIFIER,
  qualified,
  SEAL,
  SERIAL_NUMBER,
  UNIQUE_IDENTIFIER,
  type Leaf,
} from './made-signer.js'
import { otherNames, CNPJ, CPF, octets } from './other-names.js'
import type { SellerOfReceipt } from './sealed-case.js'
import { derPrintable } from '../../formats/der/der-values.js'

/** A profile with a certificate that it binds, and how such a certificate names somebody else. */
export interface ProfileCase {
  readonly rules: ProfileRules
  readonly seller: SellerOfReceipt
  /** The id of that seller as a certificate has it. */
  readonly id: string
  /** That of another company. */
  readonly other: string
  /** A certificate that holds these texts in the place of the id, one for each. */
  readonly leaf: (...ids: readonly string[]) => Leaf
  /** The certificate of a person that names a number of the seller's all the same. */
  readonly person: Leaf
}

const attributes =
  (oid: string, extensions: readonly Uint8Array[] = [], prefix = '') =>
  (...ids: readonly string[]): Leaf => ({
    attributes: ids.map((id) => [oid, prefix + id] as const),
    extensions,
  })

const sellerOf = (country: string, value: string): SellerOfReceipt => ({
  country,
  taxIds: [{ country, value }],
})

/** An identifier of a person, and a bare number in the attribute beside it. */
const personWith = (oid: string, value: string, extensions: readonly Uint8Array[] = []): Leaf => ({
  attributes: [
    ['2.5.4.4', 'Tavares'],
    ['2.5.4.42', 'Rita'],
    [oid, value],
  ],
  extensions,
})

const DOCUMENTS = [purposes(KEY_PURPOSE.microsoftDocumentSigning)]

/** Every profile once. */
export const PROFILE_CASES: Readonly<Record<string, ProfileCase>> = {
  'generic-authority': {
    rules: authorityProfile('generic-authority', { jurisdiction: 'KE' }),
    seller: sellerOf('KE', 'P051234567X'),
    id: 'P051234567X',
    other: 'P051234567Y',
    leaf: attributes(ORGANIZATION_IDENTIFIER),
    person: personWith(SERIAL_NUMBER, 'P051234567X'),
  },
  'eu-qualified-seal': {
    rules: authorityProfile('eu-qualified-seal', { country: 'ES' }),
    seller: sellerOf('ES', 'ESA39200019'),
    id: 'A39200019',
    other: 'A39200018',
    leaf: attributes(ORGANIZATION_IDENTIFIER, [qualified(SEAL)], 'VATES-'),
    person: personWith(SERIAL_NUMBER, 'IDCES-A39200019', [qualified(SEAL)]),
  },
  'pt-at': {
    rules: authorityProfile('pt-at'),
    seller: sellerOf('PT', 'PT500000000'),
    id: '500000000',
    other: '500000001',
    leaf: attributes(ORGANIZATION_IDENTIFIER, [qualified(SEAL)], 'VATPT-'),
    person: personWith(SERIAL_NUMBER, 'TINPT-500000000', [qualified(SEAL)]),
  },
  'sa-zatca': {
    rules: authorityProfile('sa-zatca'),
    seller: sellerOf('SA', '310122393500003'),
    id: '310122393500003',
    other: '310122393500013',
    leaf: attributes(ORGANIZATION_IDENTIFIER, [purposes(KEY_PURPOSE.clientAuthentication)]),
    person: personWith(SERIAL_NUMBER, '310122393500003'),
  },
  'th-etax': {
    rules: authorityProfile('th-etax'),
    seller: sellerOf('TH', '0-1055-55012-34-8'),
    id: '0105555012348',
    other: '0105555012330',
    leaf: attributes(SERIAL_NUMBER),
    person: personWith(SERIAL_NUMBER, '0105555012348'),
  },
  'my-myinvois': {
    rules: authorityProfile('my-myinvois'),
    seller: { ...sellerOf('MY', 'C20830570210'), registrationId: '880101145566' },
    id: 'C20830570210',
    other: 'C20830570211',
    leaf: attributes(ORGANIZATION_IDENTIFIER, DOCUMENTS),
    // The number of a person's identity card stands where a company has that of its register.
    person: {
      attributes: [
        [ORGANIZATION_IDENTIFIER, 'IG12345678900'],
        [SERIAL_NUMBER, '880101145566'],
      ],
      extensions: DOCUMENTS,
    },
  },
  'mx-sat-csd': {
    rules: authorityProfile('mx-sat-csd'),
    seller: sellerOf('MX', 'AAA010101AAA'),
    id: 'AAA010101AAA / HEGT7610034S2',
    other: 'EKU9003173C9 / AAAA010101AAA',
    leaf: attributes(UNIQUE_IDENTIFIER),
    person: { attributes: [[UNIQUE_IDENTIFIER, ' / HEGT7610034S2']] },
  },
  'br-icp-cnpj': {
    rules: authorityProfile('br-icp-cnpj'),
    seller: sellerOf('BR', '11.222.333/0001-81'),
    id: '11222333000181',
    other: '11222333000262',
    leaf: (...ids) => (ids.length === 0 ? {} : { extensions: [otherNames(...ids.map(inPlace))] }),
    person: { extensions: [otherNames([CPF, octets(`0101198011222333000${'0'.repeat(30)}`)])] },
  },
}

function inPlace(id: string): readonly [string, Uint8Array] {
  // A printable string where it can be one, as some authorities write it.
  return [CNPJ, /^[0-9A-Za-z]+$/.test(id) && id.endsWith('2') ? derPrintable(id) : octets(id)]
}
