import { FiscalSealError } from '../../../base/errors.js'
import { parseJson } from '../../../base/json.js'
import type { TrustListHeader } from '../../store/anchor.js'
import { toInstant } from '../../store/record-fields.js'
import type { TrustList } from '../../store/trust-list.js'
import { TrustStore } from '../../store/trust-store.js'
import { LIST_TYPE, requireType, type Envelope } from './envelope.js'
import { readingPart, refused } from './refusal.js'
import { requireThreshold } from './threshold.js'
import type { TrustRoot } from './trust-root.js'

/** A list that enough keys of a root signed. */
export interface SignedList {
  readonly envelope: Envelope
  readonly header: TrustListHeader
  /** The authorities of the list; the list in it ends when the root ends, if that is earlier. */
  readonly trust: TrustStore
}

const MAX_DEPTH = 16

/**
 * Returns the list in an envelope that `root` lets count: signed by enough of its keys before anything in it is read, and for the list of which
 * the root speaks. Throws `FiscalSealError('bundle.wrong-type' | 'bundle.threshold' | 'bundle.malformed' | 'bundle.wrong-list')`.
 */
export async function readSignedList(envelope: Envelope, root: TrustRoot): Promise<SignedList> {
  requireType(envelope, LIST_TYPE, 'The list')
  await requireThreshold(envelope, root.list, 'The list')
  const { header, trust } = readListPayload(envelope.payload, root.expiresAt)
  if (header.listId !== root.listId)
    throw refused('bundle.wrong-list', `The list is ${header.listId}, and not ${root.listId}.`)
  return { envelope, header, trust }
}

/**
 * Returns what a list says, unverified, as a store whose list ends at `latestEnd` (milliseconds since 1970) at the latest. Throws
 * `FiscalSealError('bundle.malformed')`.
 */
export function readListPayload(payload: Uint8Array, latestEnd: number): Omit<SignedList, 'envelope'> {
  return readingPart('The list', () => {
    const list: unknown = parseJson(payload, { maxBytes: payload.length, maxDepth: MAX_DEPTH })
    if (!isList(list)) throw refused('bundle.malformed', 'The list is no tax-trust-list/1.')
    const trust = TrustStore.from([list])
    const header = headerOf(trust)
    if (header.expiresAt <= latestEnd) return { header, trust }
    return { header, trust: TrustStore.from([{ ...list, expiresAt: toInstant(latestEnd) }]) }
  })
}

/** What else it must be, the reader of trust lists sees to. */
function isList(value: unknown): value is TrustList {
  return (
    typeof value === 'object' && value !== null && 'format' in value && value.format === 'tax-trust-list/1'
  )
}

function headerOf({ anchors: [first] }: TrustStore): TrustListHeader {
  if (first?.list !== undefined) return first.list
  throw new FiscalSealError('bundle.malformed', 'The list names no authority.')
}
