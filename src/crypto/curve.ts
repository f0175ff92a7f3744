/** Named curves whose keys can be read. */
export type EcCurve =
  'P-256' | 'P-384' | 'P-521' | 'secp256k1' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1'

/** What is known of a curve (SEC 2, FIPS 186-5, RFC 5639). */
export interface CurveFacts {
  readonly oid: string
  readonly bits: number
  /** Length of a coordinate in bytes. */
  readonly size: number
  /** Order of the base point, big-endian hexadecimal. */
  readonly order: string
}

/** The curves that are offered; any other is refused before the platform sees the key. */
export const CURVES: Readonly<Record<EcCurve, CurveFacts>> = {
  'P-256': {
    oid: '1.2.840.10045.3.1.7',
    bits: 256,
    size: 32,
    order: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  },
  'P-384': {
    oid: '1.3.132.0.34',
    bits: 384,
    size: 48,
    order: 'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  },
  'P-521': {
    oid: '1.3.132.0.35',
    bits: 521,
    size: 66,
    order:
      '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  },
  secp256k1: {
    oid: '1.3.132.0.10',
    bits: 256,
    size: 32,
    order: 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141',
  },
  brainpoolP256r1: {
    oid: '1.3.36.3.3.2.8.1.1.7',
    bits: 256,
    size: 32,
    order: 'a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7',
  },
  brainpoolP384r1: {
    oid: '1.3.36.3.3.2.8.1.1.11',
    bits: 384,
    size: 48,
    order: '8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565',
  },
  brainpoolP512r1: {
    oid: '1.3.36.3.3.2.8.1.1.13',
    bits: 512,
    size: 64,
    order:
      'aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069',
  },
}

/** Returns the curve with this OID, or `undefined` when it is not offered. */
export function curveOf(oid: string): EcCurve | undefined {
  return NAMES_BY_OID.get(oid)
}

const NAMES_BY_OID: ReadonlyMap<string, EcCurve> = new Map(
  (Object.keys(CURVES) as EcCurve[]).map((name) => [CURVES[name].oid, name]),
)
