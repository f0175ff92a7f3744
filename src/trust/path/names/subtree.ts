import { Malformed } from '../../../base/errors.js'
import { DerCursor } from '../../../formats/der/cursor.js'
import { stringText } from '../../../formats/der/text.js'
import type { GeneralName } from '../../../formats/x509/extensions.js'
import type { NameConstraints } from '../../../formats/x509/name-constraints.js'
import { relativeNameKeys } from '../../../formats/x509/name.js'
import { OTHER_NAME } from '../../../formats/x509/oids.js'
import { serviceOf, type ComparableName } from './comparable-name.js'
import { isHostName, mailboxOf } from './host-name.js'

/** A subtree of names. */
export interface Subtree {
  readonly form: string
  /** Whether the name, of the same form and well-formed, lies in it. */
  covers(name: ComparableName): boolean
  /** Whether a name lies in it, or one of those that a name with an asterisk stands for; a name that cannot be compared does too. */
  touches(name: ComparableName): boolean
}

/** The subtrees that an authority permits and excludes. */
export interface NameRules {
  readonly permitted: readonly Subtree[]
  readonly excluded: readonly Subtree[]
}

/**
 * Returns the constraints in a form that names can be compared with. A constraint of a form that is not known, in an extension that is
 * critical, throws `Malformed('path.constraints-unsupported')`; one that is not well-formed `Malformed('certificate.malformed')`.
 */
export function toNameRules(constraints: NameConstraints, critical: boolean): NameRules {
  const toSubtrees = (bases: readonly GeneralName[]): readonly Subtree[] =>
    bases.flatMap((base) => {
      const subtree = toSubtree(base)
      if (subtree === undefined && critical)
        throw new Malformed('path.constraints-unsupported', `constraint on ${base.kind}`)
      return subtree ?? []
    })
  return { permitted: toSubtrees(constraints.permitted), excluded: toSubtrees(constraints.excluded) }
}

/** Returns the subtree below a name, or `undefined` for a form that is not known. Throws `Malformed('certificate.malformed')`. */
export function toSubtree(base: GeneralName): Subtree | undefined {
  switch (base.kind) {
    case 'directoryName':
      return ofRelativeNames(relativeNameKeys(base.name))
    case 'iPAddress':
      return ofAddresses(base.address)
    case 'dNSName':
      return ofHosts(base.kind, { host: domain(base.text, '') })
    case 'rfc822Name':
      return ofHosts(base.kind, mailboxOf(base.text) ?? { host: domain(base.text) })
    case 'uniformResourceIdentifier':
      return ofHosts(base.kind, { host: domain(base.text, '.') })
    case 'otherName':
      return ofOtherNames(base.oid, base.value)
    default:
      return undefined
  }
}

const malformed = (text: string): Malformed => new Malformed('certificate.malformed', `constraint ${text}`)

/** In lower case, with the full stop at its front if there is one. `least`: an empty text, or a full stop, that it must hold. */
function domain(text: string, least?: '' | '.'): string {
  const host = text.toLowerCase()
  if (least === '' && host === '') return host
  if (!isHostName(host.startsWith('.') ? host.slice(1) : host) || !host.includes(least ?? ''))
    throw malformed(text)
  return host
}

type Hosts = Pick<ComparableName, 'local'> & { readonly host: string }

/** What stands below a host counts with it only for hosts as such; elsewhere a full stop in front asks for it. */
function ofHosts(form: string, { host, local }: Hosts): Subtree {
  const isSuffix = host.startsWith('.')
  const ending = isSuffix || host === '' ? host : `.${host}`
  const withDescendants =
    isSuffix || host === '' || (form !== 'rfc822Name' && form !== 'uniformResourceIdentifier')
  const covers = (name: ComparableName): boolean => {
    if (name.host === undefined) return false
    if (local !== undefined && name.local !== undefined && local !== name.local) return false
    return (!isSuffix && name.host === host) || (withDescendants && name.host.endsWith(ending))
  }
  return {
    form,
    covers,
    touches: (name) =>
      name.host === undefined ||
      covers(name) ||
      (name.host.startsWith('*.') && !isSuffix && host.slice(host.indexOf('.')) === name.host.slice(1)),
  }
}

function ofRelativeNames(wanted: readonly string[]): Subtree {
  const covers = ({ relativeNames = [] }: ComparableName): boolean =>
    wanted.every((each, index) => relativeNames[index] === each)
  return { form: 'directoryName', covers, touches: covers }
}

/** RFC 4632: an address and a mask that is ones and then zeros. */
function ofAddresses(bytes: Uint8Array): Subtree {
  const size = bytes.length / 2
  const mask = bytes.subarray(size)
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('')
  if ((size !== 4 && size !== 16) || bits.includes('01')) throw malformed(bytes.join('.'))
  const covers = ({ address }: ComparableName): boolean =>
    address?.length === size &&
    address.every((byte, at) => ((byte ^ (bytes[at] ?? 0)) & (mask[at] ?? 0)) === 0)
  return { form: 'iPAddress', covers, touches: (name) => name.address === undefined || covers(name) }
}

/** Names of a user principal are known, but no rule says how they are constrained: such a name is within nothing that is permitted. */
function ofOtherNames(oid: string, value: Uint8Array): Subtree | undefined {
  if (oid === OTHER_NAME.userPrincipal) return { form: oid, covers: () => false, touches: () => true }
  if (oid !== OTHER_NAME.serviceName) return undefined
  const { tag, content } = DerCursor.open(value).readElement()
  const service = serviceOf(stringText(tag, content) ?? '?')
  if (service === undefined) throw malformed(oid)
  return ofHosts(oid, service)
}
