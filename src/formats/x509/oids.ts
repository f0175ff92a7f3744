/** Extensions of certificates and CRLs (RFC 5280 §4.2, §5.2, §5.3; RFC 3739; RFC 6960; RFC 9608). */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  issuerAlternativeName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  noRevocationAvailable: '2.5.29.56',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
  qcStatements: '1.3.6.1.5.5.7.1.3',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  applicationPolicies: '1.3.6.1.4.1.311.21.10',
  certificateTimestamps: '1.3.6.1.4.1.11129.2.4.5',
} as const

/**
 * Certificate extensions that may be critical because a path validation honours what they say or refuses what it cannot honour.
 * Any other critical extension is unknown (RFC 5280 §4.2).
 */
export const UNDERSTOOD_EXTENSIONS: readonly string[] = [
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.keyUsage,
  EXTENSION.subjectAlternativeName,
  EXTENSION.issuerAlternativeName,
  EXTENSION.basicConstraints,
  EXTENSION.nameConstraints,
  EXTENSION.crlDistributionPoints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.policyConstraints,
  EXTENSION.extendedKeyUsage,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.authorityInformationAccess,
  EXTENSION.qcStatements,
  EXTENSION.noRevocationAvailable,
]

/** Attribute types of names (X.520, RFC 4519, RFC 2985, EN 319 412-1 §5.1.4). */
export const NAME_ATTRIBUTE = {
  commonName: '2.5.4.3',
  surname: '2.5.4.4',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  state: '2.5.4.8',
  street: '2.5.4.9',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  title: '2.5.4.12',
  givenName: '2.5.4.42',
  uniqueIdentifier: '2.5.4.45',
  pseudonym: '2.5.4.65',
  organizationIdentifier: '2.5.4.97',
  domainComponent: '0.9.2342.19200300.100.1.25',
  userId: '0.9.2342.19200300.100.1.1',
  emailAddress: '1.2.840.113549.1.9.1',
} as const

/** Types of otherName (RFC 4985, RFC 9598, Microsoft). */
export const OTHER_NAME = {
  serviceName: '1.3.6.1.5.5.7.8.7',
  smtpUtf8Mailbox: '1.3.6.1.5.5.7.8.9',
  userPrincipal: '1.3.6.1.4.1.311.20.2.3',
} as const

/** Purposes of extendedKeyUsage (RFC 5280 §4.2.1.12, RFC 9336, Adobe). */
export const KEY_PURPOSE = {
  any: '2.5.29.37.0',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  documentSigning: '1.3.6.1.5.5.7.3.36',
  adobeDocumentSigning: '1.2.840.113583.1.1.5',
  microsoftDocumentSigning: '1.3.6.1.4.1.311.10.3.12',
} as const

/** Purposes by which a certificate may sign documents where nobody says otherwise. */
export const DOCUMENT_PURPOSES: readonly string[] = [
  KEY_PURPOSE.any,
  KEY_PURPOSE.documentSigning,
  KEY_PURPOSE.emailProtection,
  KEY_PURPOSE.clientAuthentication,
  KEY_PURPOSE.adobeDocumentSigning,
  KEY_PURPOSE.microsoftDocumentSigning,
]
