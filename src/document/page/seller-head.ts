import type { Mark } from '../draw/drawing.js'
import type { Picture } from '../draw/picture.js'
import type { StructureElement } from '../draw/structure.js'
import { addressLines, contactLine, taxIdLines, type SourcedText } from './address.js'
import type { Block } from './block.js'
import { textSpan, type LogoPicture, type PageContext, type Span } from './page-context.js'
import { BASE_UNIT } from './paper.js'
import { air, setParagraph, stack, type SetLines } from './setting.js'
import { BODY, SMALL_GREY, nameLettering, type Lettering } from './type-scale.js'

/** What a logo may take of a sheet, in points. */
const LOGO_BOX = { width: 144, height: 56 }
const LOGO_GAP = 24

/** Returns who sold: the name, by law and over the door, tax ids, address; the logo stands on the right. */
export function sellerHead(context: PageContext): Block {
  const span = textSpan(context)
  const logo = context.logo && logoAt(context.logo, LOGO_BOX)
  const section = context.root.add('Sect')
  const figure = context.logo && section.add('Figure', { alternativeText: context.logo.alternativeText })
  const width = span.width - (logo ? logo.width + LOGO_GAP : 0)
  const text = stack(sellerLines(context, section, { span: { x: span.x, width }, roll: false }))
  const overhang = capitalOverhang(nameLettering(0, false))
  const drawLogo = (top: number): readonly Mark[] => {
    if (logo === undefined || figure === undefined) return []
    const area = { x: span.x + span.width - logo.width, y: top, width: logo.width, height: logo.height }
    return [{ kind: 'picture', area, picture: logo.picture, belongs: figure }]
  }
  return {
    source: 'seller',
    height: Math.max(text.height - overhang, logo?.height ?? 0),
    draw: (top) => [...drawLogo(top), ...text.draw(top - overhang)],
  }
}

/** Air within the first line above its capitals: the letters themselves stand at the margin. */
function capitalOverhang({ style, leading }: Lettering): number {
  return leading / 2 - style.size * 0.33
}

/** A logo in its size on the page. */
interface ScaledLogo {
  readonly picture: Picture
  readonly width: number
  readonly height: number
}

/** Returns the logo as large as it may be within a box. */
export function logoAt({ picture }: LogoPicture, box: Size): ScaledLogo {
  const scale = Math.min(box.width / picture.width, box.height / picture.height)
  return { picture, width: picture.width * scale, height: picture.height * scale }
}

interface Size {
  readonly width: number
  readonly height: number
}

interface SellerOptions {
  readonly span: Span
  /** Centred, and in the smaller sizes of a roll. */
  readonly roll: boolean
}

/** Returns the lines that say who the seller is. */
export function sellerLines(
  context: PageContext,
  section: StructureElement,
  { span, roll }: SellerOptions,
): readonly SetLines[] {
  const { seller } = context.receipt
  const shown = seller.tradingName === undefined ? 'name' : 'tradingName'
  const legal = seller.tradingName === undefined ? [] : [{ text: seller.name, source: 'seller.name' }]
  const align = roll ? ('centre' as const) : ('left' as const)
  const set = (lines: readonly SourcedText[], lettering: Lettering): readonly SetLines[] => {
    const element = section.add('P')
    return lines.flatMap(({ text, source }, index) => {
      const separated = index < lines.length - 1 ? `${text} ` : text
      return setParagraph(context, { text: separated, lettering, span, align, element, source })
    })
  }
  const name = [{ text: seller.tradingName ?? seller.name, source: `seller.${shown}` }]
  return [
    ...set(name, nameLettering(context.accent, roll)),
    air(BASE_UNIT),
    ...set(
      [...legal, ...taxIdLines(context, seller.taxIds, 'seller.taxIds'), ...registrationLine(context)],
      BODY,
    ),
    ...set(addressLines(context, seller.address, 'seller.address'), BODY),
    ...set(contactLine(seller.contact, 'seller.contact'), SMALL_GREY),
  ]
}

function registrationLine({ receipt, words }: PageContext): readonly SourcedText[] {
  const { registrationId } = receipt.seller
  if (registrationId === undefined) return []
  return [{ text: `${words.registration} ${registrationId}`, source: 'seller.registrationId' }]
}
