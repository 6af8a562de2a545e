import type { Grant, LedgerLine, Person, Source } from '../../shapes.ts'

const DAY_MS = 86_400_000

/**
 * What lies before the ledger, by what was said of it: when a value was told, when an agreement was signed. Only what
 * was written down a day later or more; the rest is in the ledger at its own time. Newest first.
 * @param came says of a source in a sentence that and how something came
 */
export function before(
  person: Person | undefined,
  grants: readonly Grant[],
  came: (source: Source) => string,
): LedgerLine[] {
  const lines = [...sourcesOf(person).map((source) => ofSource(source, came)), ...grants.map(ofGrant)]
  return lines.flatMap((line) => line ?? []).sort((a, b) => (a.at < b.at ? 1 : -1))
}

/** Lines of both in the order of time; while more of the ledger is to come, nothing that may lie beyond it. */
export function together(
  ledger: readonly LedgerLine[],
  earlier: readonly LedgerLine[],
  more: boolean,
): LedgerLine[] {
  const last = ledger.at(-1)?.at
  const fitting = more ? earlier.filter(({ at }) => last !== undefined && at >= last) : earlier
  return [...ledger, ...fitting].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

function sourcesOf(person: Person | undefined): Source[] {
  const sources = new Map<string, Source>()
  for (const fact of Object.values(person?.fields ?? {}))
    if (typeof fact === 'object' && 'source' in fact && fact.source?.id)
      sources.set(fact.source.id, fact.source)
  return [...sources.values()]
}

function ofSource(source: Source, came: (source: Source) => string): LedgerLine | undefined {
  const { collected_at: at, recorded_at: recorded } = source
  if (!at || !recorded || !isBefore(at, recorded)) return undefined
  return line(`source ${source.id}`, at, 'came', came(source))
}

function ofGrant({ id, title, purpose, evidence, given_at }: Grant): LedgerLine | undefined {
  if (!evidence?.at || !evidence.detail || !isBefore(evidence.at, given_at)) return undefined
  return line(`grant ${id}`, evidence.at, 'said', `${title ?? purpose}: ${evidence.detail}`)
}

function line(event_id: string, at: string, kind: string, sentence: string): LedgerLine {
  return { event_id, at, kind, sentence, actor: { kind: 'person' }, purpose: '', fields: [] }
}

function isBefore(at: string, recorded: string): boolean {
  return Date.parse(recorded) - Date.parse(at) >= DAY_MS
}
