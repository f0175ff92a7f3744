/**
 * Every code that a `FiscalSealError` can carry, with what it means. A published code is never renamed.
 * The message of an error names what, where and what to do; it never holds a key or a passphrase.
 */
export const ERROR_CODES = {
  // arguments
  'argument.invalid': 'An argument is missing or of the wrong type or range.',
  'file.not-found': 'The file does not exist or cannot be read.',
  'file.not-writable': 'The output cannot be written.',
  'file.exists': 'The output exists already and is not overwritten.',
  'platform.unsupported': 'The runtime lacks what the operation needs.',
  // network
  'fetch.refused': 'The address may not be asked.',
  'fetch.limit': 'The answer is too large or takes too long.',
  'fetch.failed': 'The address gives no answer that can be used.',
  // keys and identities
  'identity.unreadable': 'The file is no key, certificate or PKCS#12 container that can be read.',
  'identity.wrong-passphrase': 'The passphrase does not open the file.',
  'identity.passphrase-required': 'The file is encrypted and no passphrase was given.',
  'identity.key-mismatch': 'The private key does not belong to the certificate.',
  'identity.no-key': 'The file holds no private key.',
  'identity.no-certificate': 'The file holds no certificate for the private key.',
  'identity.ambiguous': 'The file holds several keys; say which.',
  'identity.expired': 'The certificate is expired at the time of use.',
  'identity.not-yet-valid': 'The certificate is not yet valid at the time of use.',
  'identity.is-authority': 'The certificate is an authority certificate and cannot seal documents.',
  'identity.key-usage': 'The certificate does not allow signatures on documents.',
  'identity.chain-invalid': 'The certificates given do not form a chain for the signer.',
  'identity.unsupported-key': 'The key has an algorithm, curve or size that is not offered.',
  'identity.signer': 'The signer elsewhere failed, was late, or answered with what does not verify.',
  'identity.limit': 'The file exceeds a limit (iterations, size), and is not opened.',
  // trust
  'trust.missing': 'No trust store was given.',
  'trust.invalid': 'What was given as trust cannot be used.',
  // signed bundles
  'bundle.too-large': 'The bundle is larger than any that is read.',
  'bundle.malformed': 'The bundle, or a part of it, is not what it must be.',
  'bundle.wrong-type': 'A part of the bundle was signed as something else.',
  'bundle.wrong-list': 'The list or the root is for another list.',
  'bundle.threshold': 'Too few of the keys that must sign have signed.',
  'bundle.root-skipped': 'A root does not follow the one before it.',
  'bundle.other-root': 'A root is another than the trusted one of its version.',
  'bundle.rollback': 'The bundle is older than what is kept.',
  'bundle.version-reused': 'The list has the version of the one that is kept, and says something else.',
  'bundle.expired': 'The root or the list of the bundle is out of date.',
  'bundle.storage': 'What is kept cannot be read, used or replaced.',
  // authority
  'authority.invalid': 'The authority cannot be made or loaded from what was given.',
  'authority.locked': 'Another process works on the folder of the authority.',
  'request.invalid':
    'What was given as certification request is none, or nothing shows that its maker has the key.',
  // receipts
  'receipt.invalid': 'The receipt model has problems; all are listed.',
  'receipt.missing-glyph': 'A character has no glyph in the fonts given.',
  'receipt.image': 'The logo cannot be used.',
  'receipt.font': 'The font cannot be used.',
  // signing
  'sign.not-a-pdf': 'The input is not a PDF that can be read.',
  'sign.encrypted': 'The PDF is encrypted.',
  'sign.malformed': 'The PDF has a structure that would make the signature doubtful.',
  'sign.already-sealed': 'The PDF is sealed by the same identity already.',
  'sign.not-permitted': 'An earlier signature does not allow further changes.',
  'sign.seller-mismatch': 'The certificate names another taxpayer than the seller of the document.',
  'sign.appearance': 'The visible seal cannot be placed as asked.',
  'sign.level': 'The level asked for cannot be delivered.',
  'sign.self-check': 'What was written did not verify; nothing is returned.',
  // verdicts
  'verify.not-trusted': 'The document is not trusted.',
} as const

/** The stable code of a `FiscalSealError`. */
export type ErrorCode = keyof typeof ERROR_CODES
