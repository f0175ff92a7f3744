/** The everyday names. Each part has an entry of its own: `fiscalseal/verify`, `/sign`, `/receipt`, `/trust`, `/issuing`, `/testing`. */
export { createAuthority } from './trust/issuing/authority.js'
export type { Authority, IssuedCertificate, RevokeOptions } from './trust/issuing/authority.js'
export { exportAuthority, loadAuthority } from './trust/issuing/authority-file.js'
export type { AuthorityFile, AuthorityFileOptions } from './trust/issuing/authority-file.js'
export type { AuthorityOptions, IssueOptions } from './trust/issuing/authority-options.js'
export type { KeyKind } from './trust/issuing/key-kind.js'
export { identityFromSigner, loadIdentity } from './trust/keys/load-identity.js'
export type {
  CertificateInput,
  ExternalSigner,
  KeyAndCertificate,
  LoadIdentityOptions,
} from './trust/keys/load-identity.js'
export type { Identity, IdentitySummary } from './trust/keys/identity.js'
export { exportPem, exportPkcs8, exportPkcs12 } from './trust/keys/save-identity.js'
export type { SaveOptions } from './trust/keys/save-identity.js'
export { TrustStore } from './trust/store/trust-store.js'
export type { TrustInput } from './trust/store/trust-store.js'
export { authorityProfile, AUTHORITY_PROFILES } from './trust/profiles/authority-profile.js'
export type { ProfileDescription, ProfileName } from './trust/profiles/authority-profile.js'
export type { ProfileRules } from './trust/profiles/profile.js'
export { buildReceipt, createReceiptBuilder } from './document/page/build-receipt.js'
export type { BuiltReceipt, ReceiptBuilder } from './document/page/build-receipt.js'
export type { ReceiptOptions } from './document/page/page-options.js'
export type { Layout, LayoutFonts, Logo, PageSize } from './document/model/layout.js'
export type * from './document/model/types.js'
export type { ComputedReceipt } from './document/model/computed.js'
export { sign } from './seal/sign/sign.js'
export type {
  Appearance,
  PadesSignOptions,
  Pkcs7SignOptions,
  Sealed,
  SignInput,
  SignOptions,
} from './seal/sign/types.js'
export { assertTrusted, verify } from './seal/verify/verify.js'
export { createVerifier } from './seal/verify/verifier.js'
export type * from './seal/verify/types.js'
export { reportToJson } from './seal/report/json.js'
export { reportToText } from './seal/report/text.js'
export { FiscalSealError } from './base/errors.js'
export type { Problem } from './base/errors.js'
export type { ErrorCode } from './base/error-codes.js'
export type { Finding } from './base/findings/finding.js'
export type { FindingCode } from './base/findings/table.js'
