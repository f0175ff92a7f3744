import { row } from './effect.js'

/** Findings on the structure of a PDF file. */
export const PDF_FINDINGS = {
  'file.unreadable': row('unreadable', null, 'The file does not exist or cannot be read.'),
  'pdf.not-a-pdf': row('unreadable', 'FORMAT_FAILURE', 'The file is not a PDF.'),
  'pdf.header-offset': row('unreadable', 'FORMAT_FAILURE', 'The file does not begin with a PDF header.'),
  'pdf.truncated': row('unreadable', 'FORMAT_FAILURE', 'The file ends before its structure does.'),
  'pdf.encrypted': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The file is encrypted and needs a password to be read.',
  ),
  'pdf.syntax': row('unreadable', 'FORMAT_FAILURE', 'The file holds an object that is not well-formed PDF.'),
  'pdf.duplicate-key': row(
    'unreadable',
    'FORMAT_FAILURE',
    'A dictionary that decides about the verdict has the same key twice.',
  ),
  'pdf.catalog-missing': row('unreadable', 'FORMAT_FAILURE', 'The file has no document catalog.'),
  'pdf.limit': row('unreadable', 'FORMAT_FAILURE', 'The file exceeds a limit of the reader.'),
  'pdf.filter-unsupported': row(
    'unreadable',
    'FORMAT_FAILURE',
    'A stream that holds structure uses a filter that is not allowed there.',
  ),
  'pdf.stream-corrupt': row('unreadable', 'FORMAT_FAILURE', 'A compressed stream cannot be decompressed.'),
  'pdf.object-mismatch': row(
    'unreadable',
    'FORMAT_FAILURE',
    'A cross-reference entry points to another object than it says.',
  ),
  'xref.missing': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The cross-reference section cannot be found where the file says it is.',
  ),
  'xref.syntax': row('unreadable', 'FORMAT_FAILURE', 'The cross-reference section is not well-formed.'),
  'xref.loop': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The chain of cross-reference sections does not lead strictly backwards.',
  ),
  'xref.hybrid-conflict': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The table and the stream of a hybrid file give two different bodies for one object.',
  ),
  'xref.hybrid': row('note', null, 'The file is a hybrid-reference file.'),
  'reference.dangling': row(
    'note',
    null,
    'The document refers to objects that are not there; whoever adds them later changes what it says.',
  ),
  'structure.trailing-bytes': row('changed', 'FORMAT_FAILURE', 'Bytes follow the last revision of the file.'),
} as const
