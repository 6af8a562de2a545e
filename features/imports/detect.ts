import { Problem } from '../../core/errors.ts'
import { concludeDelimiter } from './conclude-delimiter.ts'
import { concludeEncoding, type Encoding } from './conclude-encoding.ts'
import { openDecoder } from './open-decoder.ts'
import { nameWrongBytes, nameWrongText } from './wrong-content.ts'

/** How much of a file's beginning is looked at. */
export const HEAD_BYTES = 65_536

export type Newline = 'lf' | 'crlf' | 'cr' | 'mixed' | 'none'

export interface Detection {
  readonly kind: 'csv' | 'vcard'
  readonly encoding: Encoding
  /** False where another encoding is possible: the bytes seen are plain ASCII, or prove nothing. */
  readonly encodingSure: boolean
  /** True where nothing but ASCII was seen, so that `decode.ts` decides at the first other byte. */
  readonly asciiSoFar: boolean
  readonly bom: boolean
  /** One character; a comma for cards, where it means nothing. */
  readonly delimiter: string
  readonly newline: Newline
  /** True where the first line is Excel's `sep=;`. */
  readonly sepLine: boolean
}

/** What the person who imports may state where the file alone proves too little. */
export interface Stated {
  readonly encoding?: Encoding
  readonly delimiter?: string
}

const SEP_LINE = /^"?sep=([^"\n])"?[ \t]*(?:\n|$)/iu

/**
 * Concludes from the first bytes of a file what it is and how to read it. The content decides; a name may only
 * contradict it: `.vcf` without a card is refused.
 * @param head the file's first 64 KiB, or all of it where it is shorter
 * @throws Problem `import_file_unreadable` for an empty file, a picture, an archive, a workbook, markup and the like;
 *   `input_invalid` for a stated delimiter that cannot be one
 */
export function detectFile(head: Uint8Array, fileName: string, stated: Stated = {}): Detection {
  if (stated.delimiter !== undefined && !/^(?:\t|[^"\s])$/u.test(stated.delimiter))
    throw new Problem('input_invalid', {
      pointer: '/options/delimiter',
      detail: 'A delimiter is one character.',
    })
  refuse(nameWrongBytes(head))
  const concluded = concludeEncoding(head)
  const encoding = stated.encoding ?? concluded.encoding
  // without the decoder's `end`: a character that the end of the head cuts off is no damaged one
  const text = openDecoder(encoding).write(head.subarray(concluded.bomLength))
  refuse(nameWrongText(text))
  const isCard = /^\s*BEGIN:VCARD/iu.test(text)
  if (!isCard && /\.vcf$/iu.test(fileName)) refuse('The file is named .vcf and holds no card.')
  const lines = text.replace(/\r{0,2}\n|\r/gu, '\n')
  const sep = SEP_LINE.exec(lines)
  return {
    kind: isCard ? 'vcard' : 'csv',
    encoding,
    encodingSure: concluded.sure || stated.encoding !== undefined,
    asciiSoFar: concluded.asciiSoFar && stated.encoding === undefined,
    bom: concluded.bomLength > 0,
    delimiter: stated.delimiter ?? sep?.[1] ?? (isCard ? ',' : concludeDelimiter(lines)),
    newline: concludeNewline(text),
    sepLine: sep !== null,
  }
}

function refuse(detail: string | null): void {
  if (detail !== null) throw new Problem('import_file_unreadable', { detail })
}

function concludeNewline(text: string): Newline {
  const count = { crlf: 0, lf: 0, cr: 0 }
  for (const [end] of text.matchAll(/\r{0,2}\n|\r/gu))
    count[end === '\n' ? 'lf' : end === '\r' ? 'cr' : 'crlf'] += 1
  const [first, second] = (['crlf', 'lf', 'cr'] as const).toSorted((a, b) => count[b] - count[a])
  if (first === undefined || count[first] === 0) return 'none'
  return second !== undefined && count[second] * 10 > count[first] ? 'mixed' : first
}
