/** An authority of one’s own: certificates for sellers, requests, revocation, OCSP, time-stamps, and the trust store that others need. */
export { createAuthority, Authority } from './trust/issuing/authority.js'
export type { Certified, IssuedCertificate, RevokeOptions } from './trust/issuing/authority.js'
export type { ServiceKind } from './trust/issuing/authority-state.js'
export type { CertificateRegister } from './trust/issuing/certificate-register.js'
export type { RenewOptions } from './trust/issuing/certification.js'
export type { CertificateStatus } from './trust/issuing/revocation.js'
export { createOcspResponder } from './trust/issuing/ocsp/ocsp-responder.js'
export type { OcspResponderOptions, OcspSource, Responder } from './trust/issuing/ocsp/ocsp-responder.js'
export type { OcspAnswer, SingleAnswer } from './trust/issuing/ocsp/ocsp-response-writer.js'
export { createTimeStampAuthority } from './trust/issuing/time-stamps/time-stamp-authority.js'
export type { TimeStampAuthorityOptions } from './trust/issuing/time-stamps/time-stamp-authority.js'
export { createAuthorityService } from './trust/issuing/authority-service.js'
export type {
  AuthorityServiceOptions,
  ServiceRequest,
  ServiceResponse,
} from './trust/issuing/authority-service.js'
export { createKey, loadKeyHolder } from './trust/issuing/key-holder.js'
export type { NewKey } from './trust/issuing/key-holder.js'
export { createRequest, readRequest } from './trust/issuing/certification-request.js'
export type {
  CertificationRequest,
  CheckedRequest,
  KeyHolder,
  RequestOptions,
} from './trust/issuing/certification-request.js'
export { exportAuthority, loadAuthority } from './trust/issuing/authority-file.js'
export type {
  AuthorityFile,
  AuthorityFileOptions,
  LoadAuthorityOptions,
} from './trust/issuing/authority-file.js'
export type { AuthorityOptions, IssueOptions } from './trust/issuing/authority-options.js'
export { KEY_KINDS } from './trust/issuing/key-kind.js'
export type { KeyKind } from './trust/issuing/key-kind.js'
export { exportPem, exportPkcs8, exportPkcs12 } from './trust/keys/save-identity.js'
export type { SaveOptions } from './trust/keys/save-identity.js'
export type { Identity, IdentitySummary } from './trust/keys/identity.js'
export { TrustStore } from './trust/store/trust-store.js'
export { FiscalSealError } from './base/errors.js'
export type { ErrorCode } from './base/error-codes.js'
