/**
 * For tests of code that seals or verifies: an authority and its signers in memory, PDFs of every form, and what strangers do to
 * sealed ones. Nothing here belongs into production.
 */
export { OTHER_SELLER, TEST_SELLER, createTestAuthority } from './testing/authority.js'
export type { TestAuthority, TestIdentityOptions } from './testing/authority.js'
export {
  TEST_ADDRESSES,
  TEST_AUTHORITY_URL,
  TEST_TIME_STAMP_URL,
  createTestNetwork,
} from './testing/network/test-network.js'
export type { NetworkRequest, TestNetwork, TestNetworkOptions } from './testing/network/test-network.js'
export { ANSWER_FAULTS, TRANSPORT_FAULTS } from './testing/network/network-fault.js'
export type { AnswerFault, NetworkFault, TransportFault } from './testing/network/network-fault.js'
export { XREF_FORMS, createPdf } from './testing/pdf/test-pdf.js'
export type { TestPdfOptions, XrefForm } from './testing/pdf/test-pdf.js'
export type { TestObject, TestPdfContent } from './testing/pdf/test-objects.js'
export { FAULTS } from './testing/faults.js'
export type { Fault } from './testing/faults.js'
export { appendRevision } from './testing/later-revision.js'
export type { LaterRevision } from './testing/later-revision.js'
export {
  appendTo,
  deleteAt,
  duplicateSignatureKey,
  findSignatures,
  flipByte,
  indexOfText,
  insertAt,
  lastSignature,
  replaceText,
  swapSignature,
} from './testing/tampering.js'
export type { SignaturePlaces } from './testing/tampering.js'
