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

/** Subtrees by their form. */
export type Subtrees = ReadonlyMap<string, readonly Subtree[]>

/** The subtrees that an authority permits and excludes. */
export interface NameRules {
  readonly permitted: Subtrees
  readonly excluded: Subtrees
}

/** Returns the subtrees by their form. */
export function byForm(subtrees: readonly Subtree[]): Subtrees {
  const forms = new Map<string, Subtree[]>()
  for (const subtree of subtrees) {
    const same = forms.get(subtree.form)
    if (same === undefined) forms.set(subtree.form, [subtree])
    else same.push(subtree)
  }
  return forms
}

/**
 * Returns the constraints in a form that names can be compared with. One of a form that is not known, in an extension that is critical, throws
 * `Malformed('path.constraints-unsupported')`, of an otherName when such a name is compared with it (RFC 5280 §4.2.1.10); one that is not
 * well-formed throws `Malformed('certificate.malformed')`.
 */
export function toNameRules(constraints: NameConstraints, critical: boolean): NameRules {
  const toSubtrees = (bases: readonly GeneralName[], isExcluded: boolean): Subtrees =>
    byForm(
      bases.flatMap((base) => {
        const subtree = toSubtree(base, isExcluded)
        return subtree ?? (critical ? notJudged(base) : [])
      }),
    )
  return {
    permitted: toSubtrees(constraints.permitted, false),
    excluded: toSubtrees(constraints.excluded, true),
  }
}

/**
 * A constraint that cannot be judged. There are as many kinds of otherName as there are object identifiers, and a certificate without the one
 * that is constrained is not concerned; the other forms are refused altogether.
 */
function notJudged(base: GeneralName): Subtree {
  const refuse = (): never => {
    throw new Malformed('path.constraints-unsupported', `constraint on ${base.kind}`)
  }
  // A mailbox is compared as an address of e-mail: a name of its own kind would never be met.
  const isMet = base.kind === 'otherName' && base.oid !== OTHER_NAME.smtpUtf8Mailbox
  return isMet ? { form: base.oid, covers: refuse, touches: refuse } : refuse()
}

/**
 * Returns the subtree below a name, or `undefined` for a form that is not known. An empty host excludes all (as CAs write it that issue for
 * none), and permits nothing that anybody could mean. Throws `Malformed('certificate.malformed')`.
 */
export function toSubtree(base: GeneralName, isExcluded: boolean): Subtree | undefined {
  switch (base.kind) {
    case 'directoryName':
      return ofRelativeNames(relativeNameKeys(base.name))
    case 'iPAddress':
      return ofAddresses(base.address)
    case 'otherName':
      return ofOtherNames(base.oid, base.value)
    case 'dNSName':
    case 'rfc822Name':
    case 'uniformResourceIdentifier': {
      if (isExcluded && base.text === '') return ofHosts(base.kind, { host: '' })
      const mailbox = base.kind === 'rfc822Name' ? mailboxOf(base.text) : undefined
      return ofHosts(base.kind, mailbox ?? { host: domain(base.text, base.kind) })
    }
    default:
      return undefined
  }
}

const malformed = (text: string): Malformed => new Malformed('certificate.malformed', `constraint ${text}`)

/** In lower case, with the full stop at its front if there is one; of a URI it is fully qualified. */
function domain(text: string, form: string): string {
  const host = text.toLowerCase()
  const isHost = isHostName(host.startsWith('.') ? host.slice(1) : host)
  if (!isHost || (form === 'uniformResourceIdentifier' && !host.includes('.'))) throw malformed(text)
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
  const covers = ({ relativeNames }: ComparableName): boolean =>
    relativeNames !== undefined && wanted.every((each, index) => relativeNames[index] === each)
  const touches = ({ relativeNames: names }: ComparableName): boolean =>
    names === undefined || wanted.every((each, index) => mayBeSame(each, names[index]))
  return { form: 'directoryName', covers, touches }
}

/** A part whose text has no agreed alphabet is compared as bytes: it may say the same as any other. */
function mayBeSame(left: string, right: string | undefined): boolean {
  return left === right || (right !== undefined && (isOpaque(left) || isOpaque(right)))
}

function isOpaque(relativeName: string): boolean {
  const bytes = relativeName.indexOf('#')
  const text = relativeName.indexOf('=')
  return bytes >= 0 && (text < 0 || bytes < text)
}

/** RFC 4632: an address and a mask that is ones and then zeros. */
function ofAddresses(bytes: Uint8Array): Subtree {
  const size = bytes.length / 2
  const mask = bytes.subarray(size)
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('')
  if ((size !== 4 && size !== 16) || bits.includes('01')) throw malformed(bytes.join('.'))
  const holds = (address: Uint8Array): boolean =>
    address.length === size &&
    address.every((byte, at) => ((byte ^ (bytes[at] ?? 0)) & (mask[at] ?? 0)) === 0)
  return {
    form: 'iPAddress',
    covers: ({ address }) => address !== undefined && holds(address),
    touches: ({ address }) =>
      address === undefined || holds(address) || (isMapped(address) && holds(address.subarray(12))),
  }
}

/** RFC 4291 §2.5.5.2: an address of version 4 in the clothes of version 6. */
function isMapped(address: Uint8Array): boolean {
  return address.length === 16 && address.subarray(0, 12).join('') === '0000000000255255'
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
