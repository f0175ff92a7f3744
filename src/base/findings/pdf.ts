import { row } from './effect.js'

const RESAVE = 'Ask the issuer for the original file; a viewer or a mail gateway may have rewritten it.'

/** Findings on the structure of a PDF file. */
export const PDF_FINDINGS = {
  'file.unreadable': row(
    'unreadable',
    null,
    'The file does not exist or cannot be read.',
    'Check the name and the permissions of the file.',
  ),
  'pdf.not-a-pdf': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The file is not a PDF.',
    'Check that the right file was sent.',
  ),
  'pdf.header-offset': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The file does not begin with a PDF header.',
    RESAVE,
  ),
  'pdf.truncated': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The file ends before its structure does.',
    'Download or request the file again.',
  ),
  'pdf.encrypted': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The file is encrypted and needs a password to be read.',
    'Remove the password protection before verification is possible.',
  ),
  'pdf.syntax': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The file holds an object that is not well-formed PDF.',
    RESAVE,
  ),
  'pdf.duplicate-key': row(
    'unreadable',
    'FORMAT_FAILURE',
    'A dictionary that decides about the verdict has the same key twice.',
    RESAVE,
  ),
  'pdf.catalog-missing': row('unreadable', 'FORMAT_FAILURE', 'The file has no document catalog.', RESAVE),
  'pdf.limit': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The file exceeds a limit of the reader.',
    'Raise the limit if you trust the sender, or ask for a smaller file.',
  ),
  'pdf.filter-unsupported': row(
    'unreadable',
    'FORMAT_FAILURE',
    'A stream that holds structure uses a filter that is not allowed there.',
    RESAVE,
  ),
  'pdf.stream-corrupt': row(
    'unreadable',
    'FORMAT_FAILURE',
    'A compressed stream cannot be decompressed.',
    RESAVE,
  ),
  'pdf.object-mismatch': row(
    'unreadable',
    'FORMAT_FAILURE',
    'A cross-reference entry points to another object than it says.',
    RESAVE,
  ),
  'xref.missing': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The cross-reference section cannot be found where the file says it is.',
    RESAVE,
  ),
  'xref.syntax': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The cross-reference section is not well-formed.',
    RESAVE,
  ),
  'xref.loop': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The chain of cross-reference sections does not lead strictly backwards.',
    RESAVE,
  ),
  'xref.hybrid-conflict': row(
    'unreadable',
    'FORMAT_FAILURE',
    'The table and the stream of a hybrid file give two different bodies for one object.',
    RESAVE,
  ),
  'xref.hybrid': row('note', null, 'The file is a hybrid-reference file.', 'Nothing to do.'),
  'reference.dangling': row(
    'note',
    null,
    'The document refers to objects that are not there; whoever adds them later changes what it says.',
    'Do not seal it; write it anew with a program that leaves none.',
  ),
  'structure.trailing-bytes': row(
    'changed',
    'FORMAT_FAILURE',
    'Bytes follow the last revision of the file.',
    RESAVE,
  ),
} as const
