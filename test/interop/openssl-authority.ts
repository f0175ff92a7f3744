import { createFolder, openssl, type OpensslFolder } from './issuing-folder.js'

/** Kinds of keys as `openssl genpkey` is asked for them. */
export const OPENSSL_KEYS: Readonly<Record<string, readonly string[]>> = {
  'RSA-2048': ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'RSA-PSS': ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'P-256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'P-384': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'P-521': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  Ed25519: ['-algorithm', 'ED25519'],
}

const CONFIGURATION = (folder: string): string => `
[ca]
default_ca = issuing
[issuing]
database = ${folder}/index.txt
serial = ${folder}/serial
crlnumber = ${folder}/crlnumber
new_certs_dir = ${folder}
certificate = ${folder}/issuing.pem
private_key = ${folder}/issuing.key
default_md = sha256
default_days = 365
default_crl_days = 30
policy = any
unique_subject = no
crl_extensions = list
[any]
countryName = optional
organizationName = optional
commonName = supplied
[list]
authorityKeyIdentifier = keyid
[req]
distinguished_name = none
prompt = no
[none]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[middle]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
nameConstraints = critical, permitted;dirName:permitted, excluded;email:.example.org
certificatePolicies = 1.2.3.4
[permitted]
C = KE
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = 1.3.6.1.5.5.7.3.36
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid, issuer
subjectAltName = email:billing@example.com, URI:https://example.com/soko, DNS:example.com, IP:192.0.2.1, dirName:permitted, otherName:1.2.3.4;UTF8:soko
crlDistributionPoints = URI:http://authority.test/list.crl
authorityInfoAccess = OCSP;URI:http://authority.test/ocsp, caIssuers;URI:http://authority.test/ca.cer
certificatePolicies = 1.2.3.4, @policy
[policy]
policyIdentifier = 1.2.3.5
CPS.1 = https://example.com/cps
userNotice.1 = @notice
[notice]
explicitText = UTF8:Nothing is promised.
[responder]
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
[stamper]
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = stamps
[stamps]
serial = ${folder}/tsserial
signer_cert = ${folder}/stamper.pem
signer_key = ${folder}/stamper.key
certs = ${folder}/issuing.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500, microsecs:100
clock_precision_digits = 3
ordering = yes
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
`

/** An authority that the openssl command is: a root, a CA under it, and what they issue. */
export interface OpensslAuthority extends OpensslFolder {
  /** Issues a certificate named `name`.pem with the extensions of a section of the configuration. */
  readonly issue: (name: string, section: string) => Promise<void>
  /** Runs a command of openssl with the configuration. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<string>
}

/** Makes the authority, with keys of one kind. */
export async function foundByOpenssl(key: readonly string[]): Promise<OpensslAuthority> {
  const folder = createFolder()
  const { path, write } = folder
  const config = write('openssl.cnf', CONFIGURATION(path('.')))
  for (const [name, content] of [
    ['index.txt', ''],
    ['serial', '5A00000000000000000000000000000001'],
    ['crlnumber', '01'],
    ['tsserial', '01'],
  ] as const)
    write(name, content)
  const newKey = (name: string): Promise<string> => openssl('genpkey', ...key, '-out', path(`${name}.key`))
  const run = (command: string, ...args: readonly string[]): Promise<string> =>
    openssl(command, '-config', config, ...args)
  await newKey('root')
  const root = ['-x509', '-key', path('root.key'), '-out', path('root.pem'), '-days', '3650']
  await run('req', ...root, '-subj', '/C=KE/O=Revenue Authority/CN=Root', '-extensions', 'root')
  await newKey('issuing')
  const issuing = ['-key', path('issuing.key'), '-subj', '/C=KE/O=Revenue Authority/CN=Issuing']
  await run('req', '-new', ...issuing, '-out', path('issuing.csr'))
  const under = [
    '-CA',
    path('root.pem'),
    '-CAkey',
    path('root.key'),
    '-set_serial',
    '0x1001',
    '-days',
    '1825',
  ]
  const from = ['-req', '-in', path('issuing.csr'), '-out', path('issuing.pem')]
  await openssl('x509', ...from, ...under, '-extfile', config, '-extensions', 'middle')
  return {
    ...folder,
    run,
    issue: async (name, section) => {
      await newKey(name)
      const subject = ['-subj', `/C=KE/O=Soko Ltd/CN=${name}`]
      await run('req', '-new', '-key', path(`${name}.key`), ...subject, '-out', path(`${name}.csr`))
      const files = ['-in', path(`${name}.csr`), '-out', path(`${name}.pem`), '-notext']
      await run('ca', '-batch', ...files, '-extensions', section)
    },
  }
}
