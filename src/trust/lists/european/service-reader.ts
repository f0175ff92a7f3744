import { fromBase64 } from '../../../base/base64.js'
import { readInstant } from './instant.js'
import { readQualifications } from './qualification-reader.js'
import { readName } from './names.js'
import type { ServicePeriod, TrustedService } from './trusted-service.js'
import {
  childrenNamed,
  descendant,
  isElement,
  onlyChild,
  optionalChild,
  textOf,
  type XmlElement,
} from './xml-element.js'

/** Returns the services of all providers in a TrustServiceProviderList (TS 119 612 §5.4, §5.5); throws `Refused('list.content')`. */
export function readServices(providers: XmlElement | undefined): readonly TrustedService[] {
  return childrenNamed(providers, ['list', 'TrustServiceProvider']).flatMap((provider) => {
    const name = readName(descendant(provider, ['list', 'TSPInformation'], ['list', 'TSPName']))
    const services = optionalChild(provider, ['list', 'TSPServices'])
    return childrenNamed(services, ['list', 'TSPService']).map((service) => readService(service, name))
  })
}

function readService(service: XmlElement, provider: string): TrustedService {
  const current = onlyChild(service, ['list', 'ServiceInformation'])
  const history = optionalChild(service, ['list', 'ServiceHistory'])
  const earlier = childrenNamed(history, ['list', 'ServiceHistoryInstance'])
  return {
    type: textOf(onlyChild(current, ['list', 'ServiceTypeIdentifier'])),
    provider,
    name: readName(optionalChild(current, ['list', 'ServiceName'])),
    certificates: readCertificates(current),
    // TS 119 612 §5.5.10: the history is the latest first. Of two that begin at once, the one that stands first is the later.
    periods: [current, ...earlier]
      .map(readPeriod)
      .reverse()
      .sort((left, right) => left.from - right.from),
  }
}

/** A service may be named by several certificates with one key; text that is no base64 stays to be reported as no certificate. */
function readCertificates(current: XmlElement): readonly Uint8Array[] {
  const identity = optionalChild(current, ['list', 'ServiceDigitalIdentity'])
  return childrenNamed(identity, ['list', 'DigitalId']).flatMap((digitalId) =>
    childrenNamed(digitalId, ['list', 'X509Certificate']).map(
      ({ text }) => fromBase64(text) ?? new Uint8Array(),
    ),
  )
}

function readPeriod(instance: XmlElement): ServicePeriod {
  const extensions = childrenNamed(optionalChild(instance, ['list', 'ServiceInformationExtensions']), [
    'list',
    'Extension',
  ])
  return {
    type: textOf(optionalChild(instance, ['list', 'ServiceTypeIdentifier'])),
    status: lastPart(textOf(onlyChild(instance, ['list', 'ServiceStatus']))),
    from: readInstant(textOf(onlyChild(instance, ['list', 'StatusStartingTime']))),
    additional: extensions.flatMap(readAdditional),
    qualifications: extensions.flatMap(readQualifications),
    hasUnknownExtension: extensions.some(isUnknownAndCritical),
  }
}

function readAdditional(extension: XmlElement): readonly string[] {
  return childrenNamed(extension, ['list', 'AdditionalServiceInformation']).map((information) =>
    lastPart(textOf(optionalChild(information, ['list', 'URI']))),
  )
}

function isUnknownAndCritical(extension: XmlElement): boolean {
  const critical = extension.attributes.get('Critical')
  if (critical !== 'true' && critical !== '1') return false
  return !extension.children.every((content) => KNOWN_EXTENSIONS.some((name) => isElement(content, name)))
}

const KNOWN_EXTENSIONS = [
  ['list', 'AdditionalServiceInformation'],
  ['list', 'ExpiredCertsRevocationInfo'],
  // Who runs the service now: nothing that a certificate is judged by.
  ['additional', 'TakenOverBy'],
  ['qualifications', 'Qualifications'],
] as const

/** Returns what stands after the last slash of a URI. */
export function lastPart(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1)
}
