/** A property of a card as it is written: `item1.TEL;TYPE=CELL:+96…`, unfolded. */
export interface CardLine {
  /** Upper case, without its group. */
  readonly name: string
  /** Upper-case names with their values, and the bare words of version 2.1 under TYPE. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
  /** As written: escapes and encodings not undone. */
  readonly value: string
}

/**
 * Takes a property line apart (RFC 6350 section 3.3, vCard 2.1 section 2.1). Quoted parameters may hold any
 * delimiter; bare words such as `TEL;WORK;VOICE:` are types. Null where no colon stands.
 */
export function splitLine(line: string): CardLine | null {
  const colon = endOfParameters(line)
  if (colon < 0) return null
  const [head = '', ...rest] = splitOutsideQuotes(line.slice(0, colon), ';')
  const parameters = new Map<string, string[]>()
  for (const parameter of rest) {
    const equals = parameter.indexOf('=')
    const name = equals < 0 ? nameOfBareWord(parameter) : parameter.slice(0, equals).trim().toUpperCase()
    const values = splitOutsideQuotes(parameter.slice(equals + 1), ',').map(unquote)
    parameters.set(name, [...(parameters.get(name) ?? []), ...values])
  }
  const name = head
    .slice(head.lastIndexOf('.') + 1)
    .trim()
    .toUpperCase()
  return { name, parameters, value: line.slice(colon + 1) }
}

/** The first colon outside of quotes; where a quote is never closed, the first colon at all. */
function endOfParameters(line: string): number {
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted
    else if (line[at] === ':' && !quoted) return at
  }
  return line.indexOf(':')
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator)
  const parts: string[] = []
  let [from, quoted] = [0, false]
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}

function unquote(value: string): string {
  return value.trim().replace(/^"(.*)"$/su, '$1')
}

/** Version 2.1 leaves the names of parameters out. */
function nameOfBareWord(word: string): string {
  return /^(?:quoted-printable|base64|b|7bit|8bit)$/iu.test(word.trim()) ? 'ENCODING' : 'TYPE'
}

/** Joins the parts that a value has, split at the separator where no backslash stands before it. */
export function splitValue(value: string, separator: ';' | ','): string[] {
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === '\\') at += 1
    else if (value[at] === separator) {
      parts.push(value.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, value.slice(from)]
}

/** Undoes the escapes of a value: `\n`, `\,`, `\;`, `\:`, `\\`. Version 2.1 knows a semicolon's alone. */
export function unescapeValue(value: string, version: string): string {
  if (version === '2.1') return value.replaceAll('\\;', ';')
  return value.replace(/\\([\s\S])/gu, (_, letter: string) => (/n/iu.test(letter) ? '\n' : letter))
}
