import { CMS_FINDINGS } from './cms.js'
import { DER_FINDINGS } from './der.js'
import { DOCUMENT_FINDINGS } from './document.js'
import type { FindingRow } from './effect.js'
import { PATH_FINDINGS } from './path.js'
import { PDF_FINDINGS } from './pdf.js'
import { SEAL_FINDINGS } from './seal.js'

/** The whole taxonomy: code → effect, EN 319 102-1 sub-indication, sentence. A published code is never renamed. */
export const FINDINGS = {
  ...PDF_FINDINGS,
  ...SEAL_FINDINGS,
  ...CMS_FINDINGS,
  ...DER_FINDINGS,
  ...PATH_FINDINGS,
  ...DOCUMENT_FINDINGS,
} as const satisfies Readonly<Record<string, FindingRow>>

/** The stable code of a finding. */
export type FindingCode = keyof typeof FINDINGS
