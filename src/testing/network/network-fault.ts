import { FiscalSealError } from '../../base/errors.js'
import type { AuthorityServiceOptions } from '../../trust/issuing/authority-service.js'
import type { OcspAnswer, SingleAnswer } from '../../trust/issuing/ocsp/ocsp-response-writer.js'
import type { TimeStampInfoParts } from '../../trust/issuing/time-stamps/time-stamp-writer.js'

/** What is wrong with what an authority answers, all else being right. */
export type AnswerFault =
  /** The answer repeats another nonce. */
  | 'wrong-nonce'
  /** The answer repeats no nonce. */
  | 'no-nonce'
  /** The answer is sixty days old. */
  | 'stale'
  /** The answer is of tomorrow. */
  | 'early'
  /** OCSP says that the certificate was revoked yesterday. */
  | 'revoked'
  /** OCSP says that it does not know the certificate. */
  | 'unknown'
  /** OCSP answers for another certificate, a time-stamp is over another digest. */
  | 'wrong-subject'
  /** The authority says that it cannot answer now. */
  | 'try-later'
  /** A key signs that belongs to another authority of the same name. */
  | 'wrong-signer'

/** What is wrong on the way. */
export type TransportFault =
  /** Nobody answers before the caller gives up. */
  | 'slow'
  /** The answer is bytes that mean nothing. */
  | 'garbage'
  /** The last byte is missing. */
  | 'truncated'
  /** The answer has no bytes. */
  | 'empty'
  /** The answer does not end. */
  | 'endless'
  /** A page in HTML, with status 200, as a hotel would send it. */
  | 'html'
  /** Status 503. */
  | 'unavailable'
  /** Status 302, to an address that is private. */
  | 'redirect'
  /** There is no connection. */
  | 'unreachable'

/** What goes wrong in a network. */
export type NetworkFault = AnswerFault | TransportFault

/** All faults that concern what is answered. */
export const ANSWER_FAULTS: readonly AnswerFault[] = [
  ...(['wrong-nonce', 'no-nonce', 'stale', 'early', 'revoked', 'unknown'] as const),
  ...(['wrong-subject', 'try-later', 'wrong-signer'] as const),
]

/** All faults that concern how it arrives. */
export const TRANSPORT_FAULTS: readonly TransportFault[] = [
  ...(['slow', 'garbage', 'truncated', 'empty', 'endless'] as const),
  ...(['html', 'unavailable', 'redirect', 'unreachable'] as const),
]

/** Returns the fault when there is one of this name; throws `FiscalSealError('argument.invalid')` for other words. */
export function requireFault(fault: NetworkFault | undefined): NetworkFault | undefined {
  const known: readonly string[] = [...ANSWER_FAULTS, ...TRANSPORT_FAULTS]
  if (fault === undefined || known.includes(fault)) return fault
  throw new FiscalSealError(
    'argument.invalid',
    `There is no fault of this name; there is ${known.join(', ')}.`,
  )
}

const DAY = 86_400_000

/** Returns how the services of an authority answer under a fault. */
export function distortedServices(fault: NetworkFault | undefined): AuthorityServiceOptions {
  return {
    ocsp: { distort: (answer) => distortOcsp(answer, fault) },
    timeStamps: { distort: (info) => distortTimeStamp(info, fault) },
  }
}

function distortOcsp(answer: OcspAnswer, fault: NetworkFault | undefined): OcspAnswer | 'tryLater' {
  const { answers, nonce } = answer
  const each = (change: (single: SingleAnswer) => Partial<SingleAnswer>): OcspAnswer => ({
    ...answer,
    answers: answers.map((single) => ({ ...single, ...change(single) })),
  })
  switch (fault) {
    case 'wrong-nonce':
      return { ...answer, nonce: turned(nonce) }
    case 'no-nonce':
      return { ...answer, nonce: undefined }
    case 'stale':
      return shifted(each(shiftedBy(-60 * DAY)), -60 * DAY)
    case 'early':
      return shifted(each(shiftedBy(DAY)), DAY)
    case 'revoked':
      return each(() => ({
        status: { status: 'revoked', at: answer.producedAt - DAY, reason: 'keyCompromise' },
      }))
    case 'unknown':
      return each(() => ({ status: { status: 'unknown' } }))
    case 'wrong-subject':
      return each(({ certId }) => ({ certId: turned(certId) }))
    case 'try-later':
      return 'tryLater'
    default:
      return answer
  }
}

function shiftedBy(time: number): (single: SingleAnswer) => Partial<SingleAnswer> {
  return ({ thisUpdate, nextUpdate }) => ({ thisUpdate: thisUpdate + time, nextUpdate: nextUpdate + time })
}

function shifted(answer: OcspAnswer, time: number): OcspAnswer {
  return { ...answer, producedAt: answer.producedAt + time }
}

function distortTimeStamp(
  info: TimeStampInfoParts,
  fault: NetworkFault | undefined,
): TimeStampInfoParts | 'systemFailure' {
  const { nonce, rawImprint, time } = info
  switch (fault) {
    case 'wrong-nonce':
      return { ...info, nonce: turned(nonce) }
    case 'no-nonce':
      return { ...info, nonce: undefined }
    case 'stale':
      return { ...info, time: time - 60 * DAY }
    case 'early':
      return { ...info, time: time + DAY }
    case 'wrong-subject':
      return { ...info, rawImprint: turned(rawImprint) }
    case 'try-later':
      return 'systemFailure'
    default:
      return info
  }
}

/** Returns a copy whose last byte is another: of a number, of a digest; or one byte where there was nothing. */
function turned(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) return Uint8Array.of(1)
  const copy = bytes.slice()
  copy[copy.length - 1] = (copy[copy.length - 1] ?? 0) ^ 1
  return copy
}
