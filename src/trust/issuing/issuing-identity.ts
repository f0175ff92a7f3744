import { identityOf, type Identity } from '../keys/identity.js'
import { schemeFor } from '../keys/signature-scheme.js'
import { authorityState, type Authority } from './authority.js'
import { chainOf, issuingOf, rootOf } from './authority-state.js'

/** Returns the issuing CA as an identity: what an authority must never do, and a verifier never accept. For tests. */
export function issuingIdentity(authority: Authority): Identity {
  const state = authorityState(authority)
  const { key, certificate } = issuingOf(state)
  const [, ...above] = chainOf(state)
  const chain = [...above, rootOf(state)].map((each) => each.certificate)
  return identityOf({ certificate, chain, scheme: schemeFor(key.publicKey) }, key)
}
