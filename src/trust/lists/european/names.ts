import { childrenNamed, textOf, type XmlElement } from './xml-element.js'

const LANGUAGE = '{http://www.w3.org/XML/1998/namespace}lang'

/** Returns the name in English, or else the first (TS 119 612 §5.1.5); empty where there is none. */
export function readName(names: XmlElement | undefined): string {
  const all = childrenNamed(names, ['list', 'Name'])
  const english = all.find(({ attributes }) => attributes.get(LANGUAGE)?.toLowerCase() === 'en')
  return textOf(english ?? all[0])
}
