import { ADVICE } from '../../base/findings/advice.js'
import type { Finding } from '../../base/findings/finding.js'
import { toPrintable } from '../../seal/report/printable.js'
import type { TrustAnchor } from '../../trust/store/anchor.js'
import type { ExplainedAnchor, Explanation, UnreachedAnchor } from './explanation.js'

/** So many authorities that no path leads to are named unless all are asked for. */
const SHOWN = 10

/** Returns the explanation in words. Nothing in it can steer a terminal. */
export function explanationText(explanation: Explanation, showsAll: boolean): string {
  const { field, subject, issuer, decides, taxIds, reached, unreached } = explanation
  const what = field === null ? 'Certificate of' : `Signature ${toPrintable(field)} of`
  return [
    `\n${what} ${subject === null ? 'somebody whom it does not name' : toPrintable(subject)}\n`,
    issuer === null ? '' : `issued by ${toPrintable(issuer)}\n`,
    taxIds.length === 0 ? '' : `tax id ${taxIds.map(toPrintable).join(', ')}\n`,
    ...reached.map((each) => reachedLines(each, decides)),
    unreachedLines(unreached, showsAll),
  ].join('')
}

const VERDICTS: Readonly<Record<ExplainedAnchor['verdict'], string>> = {
  accepted: 'stands behind it',
  undecided: 'might stand behind it, but something is missing',
  refused: 'does not stand behind it',
}

function reachedLines({ anchor, verdict, reasons }: ExplainedAnchor, decides: string | null): string {
  const decision = anchor.id === decides ? ', and decides' : ''
  return `\n  ${nameOf(anchor)} ${VERDICTS[verdict]}${decision}.\n${reasons.map(reasonLines).join('')}`
}

function reasonLines({ code, message, detail }: Finding): string {
  const what = detail === undefined ? '' : ` [${toPrintable(inWords(detail))}]`
  return `    ${message}${what} (${code})\n      ${ADVICE[code]}\n`
}

/** The fields of a record, as a person would say it. */
function inWords(detail: string): string {
  return detail
    .replace('issuedNotAfter', 'for certificates issued until')
    .replace('signedNotAfter', 'for seals made until')
}

function nameOf({ id, authority, jurisdiction, environment }: TrustAnchor): string {
  const place = jurisdiction === 'ZZ' ? '' : `, ${jurisdiction}`
  const test = environment === 'test' ? ', for tests' : ''
  return `${toPrintable(id)} (${toPrintable(authority.name)}${place}${test})`
}

const REASONS: Readonly<Record<UnreachedAnchor['why'], string>> = {
  'time-stamps-only': 'it stands behind time-stamps, never behind documents',
  'signs-itself': 'it signs documents itself, and this is not its certificate',
  'other-key': 'it bears the name of the issuer, but its key did not sign the certificate',
  'bare-key': 'its key signed none of the certificates',
  'other-name': 'none of the certificates names it as its issuer',
}

function unreachedLines(unreached: readonly UnreachedAnchor[], showsAll: boolean): string {
  if (unreached.length === 0) return ''
  // Who bears the name of the issuer is most likely the one that was meant.
  const sorted = [...unreached].sort(
    (left, right) => Number(right.why === 'other-key') - Number(left.why === 'other-key'),
  )
  const shown = showsAll ? sorted : sorted.slice(0, SHOWN)
  const rest = sorted.length - shown.length
  const lines = shown.map(({ anchor, why }) => `    ${nameOf(anchor)}: ${REASONS[why]}\n`)
  const more = rest === 0 ? '' : `    … and ${rest} more; --all names them\n`
  return `\n  No path leads to:\n${lines.join('')}${more}`
}
