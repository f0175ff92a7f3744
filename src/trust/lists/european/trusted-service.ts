/** What a list says about some of the certificates that a service issues (TS 119 612 §5.5.9.2). */
export interface Qualification {
  /** Last parts of the URIs: `QCForESeal`, `QCForESig`, `NotQualified`, `QCStatement`, `QCWithQSCD`, … */
  readonly qualifiers: readonly string[]
  readonly criteria: Criteria
}

/** Which certificates are meant (TS 119 612 §5.5.9.2.2). */
export interface Criteria {
  readonly assert: 'all' | 'atLeastOne' | 'none'
  /** Each a set of certificate policies, all of which the certificate must have. */
  readonly policySets: readonly (readonly string[])[]
  /** Each a set of key usage bits and what they must be. */
  readonly keyUsages: readonly Readonly<Record<string, boolean>>[]
  readonly nested: readonly Criteria[]
  /** There are criteria that are not understood. */
  readonly hasOthers: boolean
}

/** What a service was from one moment until the next such entry. */
export interface ServicePeriod {
  /** URI of the type that it was of then; empty where the list does not say. */
  readonly type: string
  /** Last part of the URI of the status: `granted`, `withdrawn`, `undersupervision`, … */
  readonly status: string
  /** Milliseconds since 1970. */
  readonly from: number
  /** Last parts of the URIs of additionalServiceInformation: `ForeSeals`, `ForeSignatures`, `ForWebSiteAuthentication`, `RootCA-QC`. */
  readonly additional: readonly string[]
  readonly qualifications: readonly Qualification[]
  /** It has a critical extension that is not understood. */
  readonly hasUnknownExtension: boolean
}

/** One service of a provider (TS 119 612 §5.5). */
export interface TrustedService {
  /** URI such as `http://uri.etsi.org/TrstSvc/Svctype/CA/QC`. */
  readonly type: string
  readonly provider: string
  readonly name: string
  /** DER of the certificates that are the service. */
  readonly certificates: readonly Uint8Array[]
  /** Ascending by time; the last is how it is now. */
  readonly periods: readonly ServicePeriod[]
}
