import { validatePath, type ValidatePathOptions } from '../../../src/trust/path/validate-path.js'
import { NOON, type Made } from '../made-certificate.js'

/** Returns `valid`, or the status and the codes of what speaks against the path at noon. */
export async function codesOfPath(
  leaf: Made,
  between: readonly Made[],
  options: Pick<ValidatePathOptions, 'trust'> & Partial<ValidatePathOptions>,
): Promise<readonly string[]> {
  const result = await validatePath(leaf.certificate, {
    intermediates: between.map(({ certificate }) => certificate),
    at: new Date(NOON),
    ...options,
  })
  if (result.status === 'valid') return ['valid']
  const grave = result.findings.map(({ code }) => code).filter((code) => code !== 'revocation.not-checked')
  return [result.status, ...new Set(grave)]
}
