import { cloneElement, type ReactElement, type ReactNode } from 'react'

interface RichProps {
  /** A sentence in which `<name>…</name>` marks a part. Parts do not stand in each other. */
  text: string
  /** What each part becomes. One marked with nothing inside keeps what it brings along. */
  parts: Readonly<Record<string, ReactElement>>
}

/** A sentence with links and names in it, so that every language can place them where they belong. */
export function Rich(props: RichProps): ReactNode {
  return piecesOf(props.text).map((piece, place) => {
    const part = piece.name === undefined ? undefined : props.parts[piece.name]
    if (!part) return piece.text
    return piece.text === ''
      ? cloneElement(part, { key: place })
      : cloneElement(part, { key: place }, piece.text)
  })
}

/** The sentence as its pieces, those that are marked with their name. */
export function piecesOf(text: string): { name?: string; text: string }[] {
  const pieces: { name?: string; text: string }[] = []
  let from = 0
  for (const match of text.matchAll(/<([a-z]+)>(.*?)<\/\1>/gsu)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    pieces.push({ name: match[1] ?? '', text: match[2] ?? '' })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}
