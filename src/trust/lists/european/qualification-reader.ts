import type { Criteria, Qualification } from './trusted-service.js'
import { childrenNamed, isElement, onlyChild, textOf, type XmlElement } from './xml-element.js'

/** Returns the qualifications in an extension of a service (TS 119 612 §5.5.9.2); none when it is another extension. */
export function readQualifications(extension: XmlElement): readonly Qualification[] {
  return childrenNamed(extension, ['qualifications', 'Qualifications']).flatMap((qualifications) =>
    childrenNamed(qualifications, ['qualifications', 'QualificationElement']).map(readQualification),
  )
}

function readQualification(element: XmlElement): Qualification {
  const qualifiers = onlyChild(element, ['qualifications', 'Qualifiers'])
  return {
    qualifiers: childrenNamed(qualifiers, ['qualifications', 'Qualifier']).map(({ attributes }) => {
      const uri = attributes.get('uri') ?? ''
      return uri.slice(uri.lastIndexOf('/') + 1).trim()
    }),
    criteria: readCriteria(onlyChild(element, ['qualifications', 'CriteriaList'])),
  }
}

/** What is not understood is kept as such: who uses the criteria must then not rely on them. */
function readCriteria(list: XmlElement): Criteria {
  const stated = list.attributes.get('assert')
  const assert = ASSERTIONS.find((each) => each === stated)
  const known = [POLICY_SET, KEY_USAGE, NESTED, DESCRIPTION]
  const sets = childrenNamed(list, POLICY_SET).map(readPolicySet)
  const policySets = sets.filter((set) => set.length > 0 && set.every(isOid))
  return {
    assert: assert ?? 'all',
    policySets,
    keyUsages: childrenNamed(list, KEY_USAGE).map(readKeyUsage),
    nested: childrenNamed(list, NESTED).map(readCriteria),
    hasOthers:
      assert === undefined ||
      policySets.length < sets.length ||
      list.children.some((child) => !known.some((name) => isElement(child, name))),
  }
}

const ASSERTIONS = ['all', 'atLeastOne', 'none'] as const
const POLICY_SET = ['qualifications', 'PolicySet'] as const
const KEY_USAGE = ['qualifications', 'KeyUsage'] as const
const NESTED = ['qualifications', 'CriteriaList'] as const
const DESCRIPTION = ['qualifications', 'Description'] as const

function readPolicySet(set: XmlElement): readonly string[] {
  return childrenNamed(set, ['qualifications', 'PolicyIdentifier']).map((policy) => {
    const identifier = textOf(onlyChild(policy, ['xades', 'Identifier']))
    return identifier.toLowerCase().startsWith('urn:oid:') ? identifier.slice(8) : identifier
  })
}

/** Lists hold policies such as `1.3.6.1.4.1.?`: no certificate has one. */
function isOid(text: string): boolean {
  const arcs = text.split('.')
  return (
    arcs.length > 1 &&
    ['0', '1', '2'].includes(arcs[0] ?? '') &&
    arcs.every((arc) => String(Number(arc)) === arc && Number.isSafeInteger(Number(arc)) && Number(arc) >= 0)
  )
}

function readKeyUsage(usage: XmlElement): Readonly<Record<string, boolean>> {
  const bits = childrenNamed(usage, ['qualifications', 'KeyUsageBit']).map(
    (bit) => [bit.attributes.get('name') ?? '', ['true', '1'].includes(textOf(bit))] as const,
  )
  return Object.fromEntries(bits)
}
