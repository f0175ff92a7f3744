import { row } from './effect.js'

/** Findings on what the document says: the embedded model. */
export const DOCUMENT_FINDINGS = {
  'document.version-unsupported': row(
    'note',
    null,
    'The embedded receipt data is of a version that is not understood; it is not read.',
  ),
  'document.malformed': row('note', null, 'The embedded receipt data is not well-formed; it is not read.'),
  'document.totals-differ': row(
    'note',
    null,
    'The totals in the embedded receipt data do not follow from its lines; the data is not read.',
  ),
  'document.ambiguous': row('note', null, 'The document holds more than one embedded receipt; none is read.'),
} as const
