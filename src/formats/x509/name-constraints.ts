import { Malformed } from '../../base/errors.js'
import type { DerCursor } from '../der/cursor.js'
import { contextPrimitiveTag, contextTag } from '../der/tag.js'
import { sequenceValue, type Extended } from './extensions.js'
import { readGeneralName, type GeneralName } from './general-name.js'
import { EXTENSION } from './oids.js'

/** NameConstraints (RFC 5280 §4.2.1.10): the bases of the subtrees, as they are written. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

/** Returns nameConstraints, or `undefined`. Throws `Malformed`, also for subtrees with a minimum or maximum and for empty lists. */
export function nameConstraintsOf(certificate: Extended): NameConstraints | undefined {
  return sequenceValue(certificate, EXTENSION.nameConstraints, (fields) => {
    if (fields.atEnd)
      throw new Malformed('certificate.malformed', 'constraints on names that constrain nothing')
    return { permitted: readSubtrees(fields, 0), excluded: readSubtrees(fields, 1) }
  })
}

function readSubtrees(fields: DerCursor, number: number): readonly GeneralName[] {
  const list = fields.enterOptional(contextTag(number))
  if (list === undefined) return []
  const bases: GeneralName[] = []
  do bases.push(readSubtree(list.sequence()))
  while (!list.atEnd)
  return bases
}

/** The minimum is always zero, which some write although it is the default, and there is no maximum. */
function readSubtree(fields: DerCursor): GeneralName {
  const base = readGeneralName(fields)
  const minimum = contextPrimitiveTag(0)
  if (fields.peek() === minimum && fields.smallInteger(minimum) !== 0)
    throw new Malformed('certificate.malformed', 'subtree with a minimum')
  fields.finish()
  return base
}
