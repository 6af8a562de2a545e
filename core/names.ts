export interface NameParts {
  readonly given_name?: string | null
  readonly family_name?: string | null
  readonly title?: string | null
}

/** Languages whose speakers put the family name first, in any script (CLDR nameOrderLocales, UTS #35 part 8). */
const FAMILY_FIRST = new Set(['hu', 'ja', 'km', 'ko', 'vi', 'yue', 'zh'])
const EAST_ASIAN = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\s·・]+$/u
const HIRAGANA_ONLY = /^[\p{scx=Hira}\s]+$/u
/** A name from elsewhere written in katakana, or in parts with spaces or dots: 艾达·科妮莉亚, アルベルト. */
const KATAKANA_ONLY = /^[\p{scx=Kana}\s·・]+$/u
const DOT = /[·・]/u

/**
 * A name in the order people expect: 李小明, 김민준, Nguyễn Thị Minh Khai, Anna Schmidt, each part optional. The
 * title stands before the name, after it in East Asian scripts.
 *
 * @param locale the person's own language (BCP 47), where known; never the reader's
 */
export function displayName(name: NameParts, locale?: string): string {
  const { given, family, title } = parts(name)
  if (!isEastAsian(given + family)) {
    const ordered = isFamilyFirst(locale) ? [title, family, given] : [title, given, family]
    return joined(ordered, ' ')
  }
  const plain = isTranscribed(given, family)
    ? joined([given, family], transcriptionGap(given + family))
    : joined([family, given], nativeGap(given + family))
  return joined([plain, title], /\p{Script=Hangul}/u.test(plain) ? ' ' : '')
}

/** The name as a list sorted by family name shows it: Schmidt, Anna; 李小明. Without the title. */
export function sortName(name: NameParts): string {
  const { given, family } = parts(name)
  const native = isEastAsian(given + family) && !isTranscribed(given, family)
  return joined([family, given], native ? nativeGap(given + family) : ', ')
}

function parts(name: NameParts): { given: string; family: string; title: string } {
  return {
    given: name.given_name?.trim() ?? '',
    family: name.family_name?.trim() ?? '',
    title: name.title?.trim() ?? '',
  }
}

function isEastAsian(text: string): boolean {
  return EAST_ASIAN.test(text)
}

function isTranscribed(given: string, family: string): boolean {
  if (given === '' || family === '') return false
  return /[\s·・]/u.test(given + family) || KATAKANA_ONLY.test(given + family)
}

function transcriptionGap(text: string): string {
  return KATAKANA_ONLY.test(text) ? '・' : (DOT.exec(text)?.[0] ?? ' ')
}

/** Kana alone would leave nobody to see where the family name ends. */
function nativeGap(text: string): string {
  return HIRAGANA_ONLY.test(text) ? ' ' : ''
}

function isFamilyFirst(locale: string | undefined): boolean {
  return locale !== undefined && FAMILY_FIRST.has(locale.split('-', 1)[0]?.toLowerCase() ?? '')
}

function joined(list: readonly string[], gap: string): string {
  return list.filter((part) => part !== '').join(gap)
}
