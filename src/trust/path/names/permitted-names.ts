import { Malformed } from '../../../base/errors.js'
import type { GeneralName } from '../../../formats/x509/extensions.js'
import { formatName } from '../../../formats/x509/name.js'
import { ipv4Of } from './host-name.js'
import { toSubtree, type Subtree } from './subtree.js'

/**
 * Returns the subtree that a trust list writes as text: `DNS:example.com`, `email:example.com`, `URI:.example.com`, `IP:192.0.2.0/24`, or the
 * front of a name as `formatName` writes it, `dirName:O=Revenue Authority,C=KE`. Throws `Malformed('path.constraints-unsupported')`.
 */
export function readPermittedName(text: string): Subtree {
  const colon = text.indexOf(':')
  const [form, rest] = [text.slice(0, colon), text.slice(colon + 1)]
  if (form === 'dirName') return ofFormattedName(rest)
  const base = toGeneralName(form, rest)
  const subtree = base === undefined ? undefined : toSubtree(base, false)
  if (subtree === undefined) throw new Malformed('path.constraints-unsupported', text)
  return subtree
}

const KINDS = { DNS: 'dNSName', email: 'rfc822Name', URI: 'uniformResourceIdentifier' } as const

function toGeneralName(form: string, text: string): GeneralName | undefined {
  if (form === 'DNS' || form === 'email' || form === 'URI') return { kind: KINDS[form], text }
  const [start = '', bits = ''] = text.split('/')
  const address = form === 'IP' ? ipv4Of(start) : undefined
  const isPrefix = Number(bits) >= 0 && Number(bits) <= 32 && String(Number(bits)) === bits
  if (address === undefined || !isPrefix) return undefined
  const mask = [0, 8, 16, 24].map((first) => 256 - 2 ** (8 - Math.min(8, Math.max(0, Number(bits) - first))))
  return { kind: 'iPAddress', address: Uint8Array.of(...address, ...mask) }
}

function ofFormattedName(wanted: string): Subtree {
  const covers: Subtree['covers'] = ({ name }) =>
    name?.relativeNames.some(
      (_, last) => formatName({ relativeNames: name.relativeNames.slice(0, last + 1) }) === wanted,
    ) === true
  return { form: 'directoryName', covers, touches: covers }
}
