/** Whom to trust, and who seals: trust stores, paths, revocation, identities loaded and saved. */
export { TrustStore } from './trust/store/trust-store.js'
export type { TrustInput } from './trust/store/trust-store.js'
export type { AnchorFilter } from './trust/store/anchor-filter.js'
export { readTrustFiles } from './trust/store/trust-files.js'
export { listAnchors } from './trust/store/listing.js'
export type { AnchorSummary } from './trust/store/listing.js'
export { compareStores } from './trust/store/differences.js'
export type { FieldChange, StoreDifferences } from './trust/store/differences.js'
export { makeTrustList } from './trust/store/list-writer.js'
export type { TrustListOptions } from './trust/store/list-writer.js'
export { findEndings, WARNING_DAYS } from './trust/store/endings.js'
export type { Ending, EndingCode } from './trust/store/endings.js'
export type {
  AnchorOptions,
  AnchorRecord,
  TaxIdRuleRecord,
  TrustFile,
  TrustList,
} from './trust/store/trust-list.js'
export type {
  AnchorEvidence,
  AnchorRole,
  AnchorStatus,
  DocumentRules,
  LeafKeyUsage,
  LeafRules,
  RevocationMode,
  TrustAnchor,
  TrustListHeader,
} from './trust/store/anchor.js'
export type { TaxId, TaxIdChecksum, TaxIdHolder, TaxIdRule } from './trust/store/tax-id-rule.js'
export { readTaxIds } from './trust/store/tax-ids.js'
export type { TaxIdentity } from './trust/store/tax-ids.js'
export { authorityProfile, AUTHORITY_PROFILES } from './trust/profiles/authority-profile.js'
export type {
  ProfileArguments,
  ProfileDescription,
  ProfileName,
  ProfileSettings,
} from './trust/profiles/authority-profile.js'
export type { PersonsSetting, ProfileRules } from './trust/profiles/profile.js'
export { EU_COUNTRIES } from './trust/profiles/european-seal.js'
export type {
  EuCountry,
  EuQualifiedSealSettings,
  QualifiedSealSettings,
} from './trust/profiles/european-seal.js'
export type { BrIcpCnpjSettings } from './trust/profiles/brazil.js'
export type { GenericAuthoritySettings } from './trust/profiles/generic-authority.js'
export type { MxSatCsdSettings } from './trust/profiles/mexico.js'
export type { MyMyInvoisSettings } from './trust/profiles/malaysia.js'
export type { PtAtSettings } from './trust/profiles/portugal.js'
export type { SaZatcaSettings } from './trust/profiles/saudi-arabia.js'
export type { ThEtaxSettings } from './trust/profiles/thailand.js'
export { buildPath } from './trust/path/path.js'
export { PathCache } from './trust/path/path-cache.js'
export { PATH_LIMITS } from './trust/path/path-options.js'
export type {
  CandidatePath,
  PathLimits,
  PathOptions,
  PathResult,
  PathUsage,
  PolicyInputs,
  ReachedAnchor,
} from './trust/path/path-options.js'
export { validatePath } from './trust/path/validate-path.js'
export type { PathValidation, ValidatePathOptions } from './trust/path/validate-path.js'
export type { PathCertificates } from './trust/path/path-input.js'
export { checkRevocation } from './trust/path/revocation/revocation.js'
export type { RevocationResult } from './trust/path/revocation/revocation.js'
export type { RevocationOptions, RevocationOutcome } from './trust/path/revocation/revocation-options.js'
export type { RevocationEvidence } from './trust/path/revocation/answer.js'
export { identityFromSigner, loadIdentity } from './trust/keys/load-identity.js'
export type {
  CertificateInput,
  ExternalSigner,
  KeyAndCertificate,
  LoadIdentityOptions,
} from './trust/keys/load-identity.js'
export type { Identity, IdentitySummary } from './trust/keys/identity.js'
export type { PassphraseInput } from './trust/keys/passphrase.js'
export type { RsaPadding } from './trust/keys/signature-scheme.js'
export { exportPem, exportPkcs8, exportPkcs12 } from './trust/keys/save-identity.js'
export type { SaveOptions } from './trust/keys/save-identity.js'
export type { Certificate } from './formats/x509/certificate.js'
export type { CertificateList, RevocationReason } from './formats/x509/crl.js'
export { FiscalSealError } from './base/errors.js'
export type { ErrorCode } from './base/error-codes.js'
export { parseCertificate, parseCrl, parseOcspResponse } from './trust/store/parsed-structures.js'
export type { BasicOcspResponse, OcspResponse, SingleOcspResponse } from './formats/x509/ocsp-response.js'
export { createFetcher } from './net/fetcher.js'
export type { FetcherOptions } from './net/fetcher.js'
export type { Fetcher, FetchRequest } from './base/fetcher.js'
export { importTrustedLists } from './trust/lists/european/trusted-lists.js'
export type {
  ImportedTrustedList,
  ListRefusal,
  ListSigner,
  ListWarning,
  TrustedListHeader,
  TrustedLists,
  TrustedListsOptions,
} from './trust/lists/european/trusted-lists-options.js'
export type { RefusalCode } from './trust/lists/european/refusal.js'
export type {
  Criteria,
  Qualification,
  ServicePeriod,
  TrustedService,
} from './trust/lists/european/trusted-service.js'
export { checkTrustBundle, loadTrustBundle, updateTrustBundle } from './trust/lists/bundle/update-bundle.js'
export type {
  BundleOptions,
  BundleSource,
  BundleUpdate,
  FirstRoot,
  TrustBundle,
} from './trust/lists/bundle/update-bundle.js'
export { folderStorage, memoryStorage } from './trust/lists/bundle/bundle-storage.js'
export type { BundleStorage } from './trust/lists/bundle/bundle-storage.js'
export { createTrustRoot, nextTrustRoot } from './trust/lists/bundle/root-plan.js'
export type {
  BundleKeyInput,
  KeyRolePlan,
  TrustRootChanges,
  TrustRootPlan,
} from './trust/lists/bundle/root-plan.js'
export { addBundleSignature, packTrustBundle, wrapTrustList } from './trust/lists/bundle/bundle-signing.js'
export type { BundleParts } from './trust/lists/bundle/bundle-signing.js'
export type { BundleSigner } from './trust/lists/bundle/bundle-key.js'
