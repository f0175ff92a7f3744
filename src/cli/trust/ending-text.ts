import { toPrintable } from '../../seal/report/printable.js'
import type { Ending, EndingCode } from '../../trust/store/endings.js'

const SUBJECTS: Readonly<Record<EndingCode, string>> = {
  'certificate.ends': 'The certificate of',
  'certificate.ended': 'The certificate of',
  'anchor.ends': 'The acceptance of',
  'anchor.ended': 'The acceptance of',
  'list.ends': 'The trust list',
  'list.ended': 'The trust list',
  'crl.ended': 'The revocation list of',
}

/** Returns what ends as one line. */
export function endingLine({ code, what, endsAt, days }: Ending): string {
  const isOver = code.endsWith('.ended')
  const when = isOver ? `ended ${span(-days)} ago` : `ends in ${span(days)}`
  return `Warning: ${SUBJECTS[code]} ${toPrintable(what)} ${when}, on ${endsAt.slice(0, 10)}. (${code})\n`
}

function span(days: number): string {
  if (days < 1) return 'less than a day'
  return days === 1 ? '1 day' : `${days} days`
}
