/** Why a trusted list is not imported, by code. A published code is never renamed. */
export const REFUSALS = {
  'list.size': 'The list is empty, or larger than is read.',
  'list.encoding': 'The list is not UTF-8.',
  'list.xml': 'The list is no XML that can be read.',
  'list.content': 'The document is no trusted list, or lacks what a trusted list must have.',
  'list.unsigned': 'The list is not signed.',
  'list.signature-form': 'The signature is not made as a trusted list must be signed.',
  'list.algorithm': 'The signature uses an algorithm or a key that is not accepted.',
  'list.no-signers': 'Nobody said who may sign this list.',
  'list.signer': 'The list is not signed by one of those who may sign it.',
  'list.signature-invalid': 'The signature does not hold: the list was changed, or another key signed it.',
  'list.future': 'The list was issued after the moment for which it is wanted.',
  'list.closed': 'The list has ended and names no later one.',
  'list.rolled-back': 'The list is older than one that was seen already.',
  'list.duplicate': 'Another list of the same territory was imported already.',
  'list.not-fetched': 'The list could not be fetched.',
} as const

/** The stable code of a refusal. */
export type RefusalCode = keyof typeof REFUSALS

/** Internal: what the reading of one list ends with; `importTrustedLists` turns it into a refusal. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: RefusalCode

  constructor(code: RefusalCode, detail = '') {
    super(detail === '' ? REFUSALS[code] : `${REFUSALS[code]} (${detail})`)
    this.code = code
  }
}
