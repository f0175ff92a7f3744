/** The parts of a verifier that most files do not ask for, loaded together when one does: what is shared with the rest then is one piece. */
export { copiedReceipt } from '../../document/model/copied-receipt.js'
export { RevisionHistory } from '../../formats/pdf/differences/revision-history.js'
export { checkConstraints } from '../../trust/path/constraint-rules.js'
export { readCmsSignature } from '../signature/ber-cms-signature.js'
export { judgeChanges } from './judge-changes.js'
export { Evidence } from './evidence.js'
