/**
 * Returns `at` as a PDF date in UTC, `D:YYYYMMDDHHmmSSZ` (ISO 32000-2 §7.9.4). The zone is always written: without it a reader
 * would take the time as his own.
 */
export function toPdfDate(at: Date): string {
  const digits = at.toISOString().slice(0, 19)
  const [date = '', time = ''] = digits.split('T')
  return `D:${date.replaceAll('-', '')}${time.replaceAll(':', '')}Z`
}
