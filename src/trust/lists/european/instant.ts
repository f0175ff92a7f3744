import { Refused } from './refusal.js'

const MAX_LENGTH = 40

/**
 * Returns an `xs:dateTime` of a list as milliseconds since 1970; TS 119 612 §5.1.4 asks for whole seconds of UTC, fractions and other zones are
 * met. Throws `Refused('list.content')` for a moment that does not exist.
 */
export function readInstant(text: string): number {
  const milliseconds = text.length > MAX_LENGTH ? Number.NaN : Date.parse(text)
  // Without a zone it would be the local time of this machine; Date.parse rolls over what does not exist (30 February).
  const zone = text.slice(19)
  const isZoned = zone.endsWith('Z') || zone.includes('+') || zone.includes('-')
  if (Number.isNaN(milliseconds) || text.charAt(10) !== 'T' || !isZoned || !exists(text))
    throw new Refused('list.content', 'a date and time')
  return milliseconds
}

function exists(text: string): boolean {
  const asUtc = Date.parse(`${text.slice(0, 19)}Z`)
  return !Number.isNaN(asUtc) && new Date(asUtc).toISOString().startsWith(text.slice(0, 19))
}
