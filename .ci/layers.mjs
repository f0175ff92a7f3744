/**
 * Who may import whom. A part may always import itself; a part that is named with its folder only
 * (`formats`, `trust`) stands for everything in it. Type-only imports count, but for those in `typesOf`.
 */
const formats = ['formats/der', 'formats/x509', 'formats/cms', 'formats/pdf']
const signature = ['base', 'crypto', ...formats, 'trust/store', 'trust/path']

export const parts = {
  base: [],
  'formats/der': ['base'],
  crypto: ['base', 'formats/der'],
  'formats/x509': ['base', 'formats/der', 'crypto'],
  'formats/cms': ['base', 'formats/der', 'crypto', 'formats/x509'],
  'formats/pdf': ['base', 'crypto'],
  'trust/store': ['base', 'formats/der', 'crypto', 'formats/x509'],
  'trust/path': [
    'base',
    'formats/der',
    'crypto',
    'formats/x509',
    'formats/cms',
    'formats/pdf',
    'trust/store',
  ],
  'trust/keys': ['base', 'formats/der', 'crypto', 'formats/x509'],
  'trust/issuing': [
    'base',
    'crypto',
    'formats/der',
    'formats/x509',
    'formats/cms',
    'trust/keys',
    // An authority hands out what others must trust: a trust store.
    'trust/store',
  ],
  'trust/profiles': ['base', 'formats/x509', 'trust/store'],
  'trust/lists': ['base', 'formats/der', 'crypto', 'formats/x509', 'trust/store'],
  'document/model': ['base'],
  'document/xml': ['base', 'document/model'],
  'document/draw': ['base'],
  'document/page': ['base', 'document/model', 'document/xml', 'document/draw'],
  'seal/signature': signature,
  'seal/sign': [...signature, 'seal/signature', 'trust/keys', 'document/model', 'document/draw'],
  'seal/verify': [...signature, 'seal/signature', 'document/model', 'document/xml'],
  'seal/report': ['base'],
  net: ['base'],
  cli: ['*'],
  testing: ['*'],
}

/** Parts of which only the types may be imported. */
export const typesOf = { 'seal/report': ['seal/verify'] }

/** The public faces, `src/<name>.ts`: re-exports of these parts. */
export const entries = {
  index: ['*'],
  verify: [
    'base',
    'formats',
    'crypto',
    'trust/store',
    'trust/path',
    'seal/signature',
    'seal/verify',
    'seal/report',
    'net',
  ],
  report: ['base', 'seal/report'],
  sign: ['base', 'crypto', 'formats', 'trust/keys', 'seal/signature', 'seal/sign', 'net'],
  receipt: ['base', 'document'],
  trust: ['base', 'crypto', 'formats', 'trust', 'net'],
  issuing: ['base', 'crypto', 'formats', 'trust/keys', 'trust/store', 'trust/issuing'],
  testing: ['*'],
}

/** Every package from outside has one place: one file in one part alone imports it. */
export const packagePlaces = {
  'pdf-lib': 'document/draw',
  '@pdf-lib/fontkit': 'document/draw',
  uqr: 'document/draw',
  '@expo-google-fonts/source-sans-3': 'document/draw',
  '@peculiar/x509': 'trust/issuing',
  'reflect-metadata': 'trust/issuing',
  asn1js: 'trust/issuing',
  'node-forge': 'trust/keys',
  xadesjs: 'trust/lists/european',
  '@xmldom/xmldom': 'trust/lists/european',
}

/** What may use the built-in modules of Node; everything else runs in a browser too. */
export const nodePlaces = [
  '/platform/node[.]ts$',
  '/platform/node/',
  '^src/cli/',
  '^src/testing/',
  '^src/testing[.]ts$',
]
