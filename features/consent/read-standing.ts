import { Type, type Static } from 'typebox'
import { explain, grantFor, sayEvidence } from '../../core/explain.ts'
import { findPurpose, mustBeProven, type Purpose } from '../../core/purposes.ts'
import { standing as decideAll, type HistoryEvent } from '../../core/standing.ts'
import { command } from '../../gate/command.ts'
import type { Transaction } from '../../gate/gate.ts'
import type { KeptGrant } from '../../gate/grants.ts'
import { currentNotice } from '../../gate/registry.ts'
import { asEvents, Id, moment, Notice, noticeShape } from './describe-grants.ts'

const OrNull = Type.Union([Type.String(), Type.Null()])

export const Standing = Type.Object({
  items: Type.Array(
    Type.Object({
      purpose: Type.String(),
      title: Type.String(),
      says: Type.String(),
      allowed: Type.Boolean(),
      reason: Type.String(),
      sentence: Type.String(),
      since: OrNull,
      until: OrNull,
      grant_id: OrNull,
      basis: OrNull,
      /** What the grant rests on, as it was stated; `says` puts it in plain words: "by the form of 3 May". */
      evidence: Type.Union([
        Type.Object({
          kind: Type.String(),
          detail: OrNull,
          ref: OrNull,
          at: Type.String(),
          notice: OrNull,
          says: Type.String(),
        }),
        Type.Null(),
      ]),
      /** Whether the person can end it, or begin it, by their own word. */
      switchable: Type.Boolean(),
      notice: Type.Union([Notice, Type.Null()]),
    }),
  ),
})

/** What may be done with a person now, per purpose, with the reason in a sentence. */
export const readStanding = command({
  name: 'consent.standing',
  summary: 'What may be done now with a person: per purpose yes or no, why, since and until',
  http: { method: 'GET', path: '/people/{id}/standing' },
  purpose: 'named',
  who: ['staff'],
  input: Type.Object({ id: Id }),
  output: Standing,
  mode: 'write',
  async run(tx, _caller, { id }) {
    const { fields } = await tx.people.byId(id, ['given_name'])
    const name = fields.given_name && 'value' in fields.given_name ? fields.given_name.value : 'the person'
    return standingOf(tx, id, name)
  },
})

/**
 * Every purpose with core's decision over the person's history.
 * @param person how the sentences call them
 * @param language what wordings are told in, where they stand in it
 */
export async function standingOf(
  tx: Transaction,
  id: string,
  person: string,
  language = 'en',
): Promise<Static<typeof Standing>> {
  const { registered } = tx
  const at = Date.now()
  const grants = await tx.grants.of(id)
  const facts = { history: await historyOf(tx, id, grants), tests: registered.tests }
  const items = decideAll(facts, registered.purposes, at)
    .filter(({ purpose }) => purpose.kind !== 'aggregate' && !purpose.id.startsWith('sharing'))
    .map(({ purpose, decision }) => {
      const grant = grantFor(facts.history, decision, at)
      // what they agreed to, or are asked to confirm; what they could agree to is the newest
      const open = decision.allowed || decision.reason === 'waiting'
      const kept = grants.find((each) => each.id === decision.grant_id)
      const notice =
        (open ? registered.notices.get(grant?.given.notice ?? '') : undefined) ??
        currentNotice(registered, purpose.id)
      return {
        purpose: purpose.id,
        title: purpose.title,
        says: purpose.says,
        allowed: decision.allowed,
        reason: decision.reason,
        sentence: explain(decision, purpose, {
          person,
          now: at,
          ...saidAt(kept),
          ...(grant ? { grant } : {}),
        }),
        since: moment(decision.since),
        until: moment(decision.until),
        grant_id: decision.grant_id,
        basis: grant?.given.basis ?? null,
        evidence: evidenceOf(kept, at),
        switchable: decision.allowed
          ? grant?.given.basis === 'consent' || grant?.given.basis === 'legitimate_interest'
          : mustBeProven(purpose.id) || (isOwn(purpose) && purpose.bases.includes('consent')),
        notice: notice ? noticeShape(notice, registered, readIn(kept, decision.allowed) ?? language) : null,
      }
    })
  return { items }
}

/** What a grant rests on, with the day it is of: the one it states, else the one on which it was recorded. */
function evidenceOf(
  grant: KeptGrant | undefined,
  now: number,
): Static<typeof Standing>['items'][number]['evidence'] {
  if (!grant?.evidence) return null
  const { kind, detail = null, ref = null, at } = grant.evidence
  const day = at ?? grant.given_at.toISOString()
  const says = sayEvidence(kind, Date.parse(day), { now })
  return { kind, detail, ref, at: day, notice: grant.notice, says }
}

/** What they agreed to is told as they read it; anything else in the reader's language. */
function readIn(grant: KeptGrant | undefined, allowed: boolean): string | undefined {
  return allowed && grant?.notice
    ? (grant.evidence?.language ?? (grant.evidence ? 'en' : undefined))
    : undefined
}

/** When they agreed, as the evidence says, where it says so. */
function saidAt(grant: KeptGrant | undefined): { said_at?: number } {
  const at = Date.parse(grant?.evidence?.at ?? '')
  return Number.isNaN(at) ? {} : { said_at: at }
}

/** Whether the organisation has added it below those that ship. */
function isOwn({ id }: Purpose): boolean {
  return !findPurpose(id)
}

/** A person's history as core's rule reads it. */
async function historyOf(tx: Transaction, id: string, grants: readonly KeptGrant[]): Promise<HistoryEvent[]> {
  const row = await tx.grants.times(id)
  const created = row.created_at.getTime()
  const history: HistoryEvent[] = [{ kind: 'created', at: created }]
  if (row.notice_due)
    history.push({
      kind: 'notice_due',
      at: (row.notice_told?.getTime() ?? created - 1) + 1,
      deadline: row.notice_due.getTime(),
    })
  if (row.notice_told) history.push({ kind: 'notice_told', at: row.notice_told.getTime() })
  for (const grant of grants) {
    const { given, marks } = asEvents(grant)
    history.push(given, ...marks)
  }
  return history
}
