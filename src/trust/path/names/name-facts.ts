import type { Certificate } from '../../../formats/x509/certificate.js'
import { EXTENSION } from '../../../formats/x509/oids.js'
import { nameConstraintsOf } from '../../../formats/x509/name-constraints.js'
import { comparableNamesOf, type ComparableName } from './comparable-name.js'
import { toNameRules, type NameRules } from './subtree.js'

/** What a certificate says about names. */
export class NameFacts {
  /** What it permits and excludes below it. */
  readonly rules: NameRules | undefined
  readonly #certificate: Certificate
  #names: readonly ComparableName[] | undefined

  /** Throws `Malformed` for constraints that cannot be read, or judged. */
  constructor(certificate: Certificate) {
    this.#certificate = certificate
    const constraints = nameConstraintsOf(certificate)
    const isCritical = certificate.extensions.get(EXTENSION.nameConstraints)?.critical === true
    this.rules = constraints === undefined ? undefined : toNameRules(constraints, isCritical)
  }

  /** Returns the names that constraints apply to. Throws `Malformed`. */
  names(isAuthority: boolean): readonly ComparableName[] {
    this.#names ??= comparableNamesOf(this.#certificate, isAuthority)
    return this.#names
  }
}
