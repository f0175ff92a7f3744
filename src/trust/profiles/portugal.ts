import { EU_QUALIFIED_SEAL, qualifiedSeal, rule, type QualifiedSealSettings } from './european-seal.js'
import type { Profile } from './profile.js'

/** What may be chosen for Portugal. */
export type PtAtSettings = QualifiedSealSettings

/**
 * Invoices as PDF in Portugal (DL 28/2019, article 12): a qualified seal with the company's number of nine digits, `VATPT-500000000`. The
 * codes on the page (ATCUD, QR code, four characters of the hash) are no matter of the seal, and nothing here checks them.
 */
export const PT_AT: Profile<PtAtSettings> = {
  title: 'Portugal: invoices sealed for the Tax and Customs Authority (AT)',
  scope: 'documents',
  unverified: [
    'since when a qualified signature or seal is compulsory; the day was moved several times',
    ...EU_QUALIFIED_SEAL.unverified.filter((text) => text.includes('setting')),
  ],
  settings: {
    signatures: EU_QUALIFIED_SEAL.settings.signatures,
    minLevel: EU_QUALIFIED_SEAL.settings.minLevel,
  },
  rules: (settings) =>
    qualifiedSeal(
      'PT',
      [{ ...rule('VAT', 'PT'), extract: String.raw`^VATPT-(?<id>\d{9})$` }, rule('NTR', 'PT')],
      settings,
    ),
}
