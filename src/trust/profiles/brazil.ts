import type { TaxIdRuleRecord } from '../store/trust-list.js'
import type { PersonsSetting, Profile } from './profile.js'
import { persons as personsCheck } from './setting-checks.js'
import { ORDINARY_SIGNERS } from './signer-rules.js'

/** What may be chosen for Brazil. */
export interface BrIcpCnpjSettings {
  /** Whether persons, by their CPF, may be sellers. Default: `refuse`. */
  readonly persons?: PersonsSetting
}

/**
 * Certificates of ICP-Brasil: the CNPJ of a company in the other name 2.16.76.1.3.3 of subjectAltName, an OCTET STRING or a text. The other name
 * 2.16.76.1.3.1 has the data of a person, with the CPF after the date of birth; that of the person who answers for a company
 * (2.16.76.1.3.4) is not read.
 */
export const BR_ICP_CNPJ: Profile<BrIcpCnpjSettings> = {
  title: 'Brazil: certificates of ICP-Brasil',
  scope: 'certificates',
  unverified: [
    'the rules themselves: the other names were read in certificates of 2010 to 2016, not in the text of the authority',
    'what seals look like since the types SE-S and SE-H came in 2024',
    'that numbers of companies have letters since July 2026; both forms are read',
    'whether sellers who are persons seal by their CPF (setting persons)',
  ],
  settings: { persons: personsCheck },
  rules: ({ persons = 'refuse' }) => ({
    jurisdiction: 'BR',
    role: 'accredited-ca',
    leaf: ORDINARY_SIGNERS,
    taxIdBinding: {
      required: true,
      rules: [
        { ...rule('2.16.76.1.3.3', String.raw`^(?<id>[0-9A-Z]{12}\d{2})$`, 'CNPJ'), holder: 'any' },
        {
          ...rule('2.16.76.1.3.1', String.raw`^\d{8}(?<id>\d{11}).*$`, 'CPF'),
          holder: persons === 'accept' ? 'any' : 'person',
        },
      ],
    },
  }),
}

function rule(oid: string, extract: string, scheme: string): TaxIdRuleRecord {
  return { source: 'san.otherName', oid, extract, country: 'BR', scheme }
}
