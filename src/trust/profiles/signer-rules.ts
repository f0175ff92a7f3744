import { DOCUMENT_PURPOSES, KEY_PURPOSE } from '../../formats/x509/oids.js'
import type { AnchorRecord } from '../store/trust-list.js'

/** Rules for signers as most authorities have them: a key for signatures, and no purpose that is only for something else. */
export const ORDINARY_SIGNERS: AnchorRecord['leaf'] = {
  keyUsage: { anyOf: ['digitalSignature', 'nonRepudiation'], ifAbsent: 'deny' },
  extendedKeyUsage: {
    anyOf: DOCUMENT_PURPOSES,
    forbid: [KEY_PURPOSE.serverAuthentication],
    ifAbsent: 'allow',
  },
  algorithms: { minRsaBits: 2048 },
}
