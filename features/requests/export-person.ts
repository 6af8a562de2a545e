import { Type, type Static } from 'typebox'
import { command } from '../../gate/command.ts'
import type { Transaction } from '../../gate/gate.ts'
import { Grant, grantShape } from '../consent/describe-grants.ts'
import { KeptItem, keptShape } from '../consent/describe-kept.ts'
import { Standing, standingOf } from '../consent/read-standing.ts'
import { Lines, linesShape } from '../ledger/describe-lines.ts'
import { Person, personShape } from '../people/describe-people.ts'

const Earlier = Type.Array(
  Type.Object({
    field: Type.String(),
    value: Type.Union([Type.String(), Type.Null()]),
    collected_at: Type.String(),
  }),
)

const Everything = Type.Object({
  format: Type.Literal('goodfaith-person-1'),
  exported_at: Type.String(),
  organisation: Type.String(),
  person: Person,
  earlier_values: Earlier,
  grants: Type.Array(Grant),
  purposes: Standing.properties.items,
  readers: Lines.properties.items,
  kept: Type.Array(KeptItem),
  recipients: Type.Array(Type.Object({ name: Type.String() })),
})

const MOST_LINES = 10_000

/** Everything held about a person, machine-readable (GDPR art. 15 and 20), for the privacy officer. */
export const exportPerson = command({
  name: 'requests.export',
  summary: 'Everything held about a person, with sources, purposes, readers and recipients',
  http: { method: 'GET', path: '/people/{id}/export' },
  purpose: 'rights.request',
  who: ['staff'],
  input: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  output: Everything,
  mode: 'write',
  run: (tx, _caller, { id }) => everything(tx, id, false),
})

/** The same for the person themself. */
export const exportMe = command({
  name: 'requests.export-me',
  summary: 'Everything held about you, to take with you',
  http: { method: 'GET', path: '/me/export' },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({}),
  output: Everything,
  mode: 'write',
  run: (tx, caller) => everything(tx, caller.id, true),
})

async function everything(tx: Transaction, id: string, you: boolean): Promise<Static<typeof Everything>> {
  const opened = await tx.people.byId(id, undefined, 'exported')
  const grants = await tx.grants.of(id)
  const lines = await linesShape(tx, await tx.lines.about(id, null, MOST_LINES), MOST_LINES, you)
  const earlier: Static<typeof Earlier> = []
  for (const [field, held] of Object.entries(opened.fields))
    if (!('withheld' in held))
      for (const { value, source } of held.earlier)
        earlier.push({ field, value, collected_at: source.collected_at })
  return {
    format: 'goodfaith-person-1',
    exported_at: new Date().toISOString(),
    organisation: tx.registered.organisation?.name ?? '',
    person: personShape(opened),
    earlier_values: earlier,
    grants: grants.map((grant) => grantShape(grant, tx.registered, Date.now())),
    purposes: (await standingOf(tx, id, you ? 'you' : 'the person')).items,
    readers: lines.items,
    kept: keptShape((await tx.erasures.about(id)).kept, [], tx.registered),
    recipients: [],
  }
}
