import { checkConstraints } from '../../../src/trust/path/constraint-rules.js'
import type { PathOptions } from '../../../src/trust/path/path-options.js'
import { buildPath } from '../../../src/trust/path/path.js'
import type { AnchorOptions } from '../../../src/trust/store/trust-list.js'
import { TrustStore } from '../../../src/trust/store/trust-store.js'
import { NOON, type Made } from '../made-certificate.js'

/** What a path is judged by, if not the ordinary. */
type Variation = Partial<Omit<PathOptions, 'store' | 'intermediates'>>

/** Returns the codes of what speaks against the path, or the names on it when it holds. */
export async function codesOf(
  leaf: Made,
  roots: readonly Made[] | TrustStore,
  intermediates: readonly Made[],
  variation: Variation = {},
): Promise<readonly string[]> {
  const store =
    roots instanceof TrustStore ? roots : TrustStore.from(roots.map(({ certificate }) => certificate.der))
  const result = await buildPath(leaf.certificate, {
    store,
    intermediates: intermediates.map(({ certificate }) => certificate),
    validationTime: NOON,
    timeIsProven: true,
    usage: 'document-signature',
    constraints: () => checkConstraints,
    ...variation,
  })
  return result.ok ? ['ok'] : result.findings.map(({ code }) => code)
}

/** Returns the store of one root with rules. */
export const anchored = (root: Made, options: Omit<AnchorOptions, 'certificate'>): TrustStore =>
  TrustStore.from({ certificate: root.certificate.der, ...options })
