import { Type } from 'typebox'
import { cleanText } from '../../core/text.ts'
import { command } from '../../gate/command.ts'
import { admitGrant } from '../consent/admit-grant.ts'
import { Standing, standingOf } from '../consent/read-standing.ts'

/** The person agrees to a purpose, under the wording they see; it counts at once. */
export const agree = command({
  name: 'requests.agree',
  summary: 'Agree to a purpose, under the wording you saw',
  http: { method: 'POST', path: '/me/grants', status: 201 },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({
    purpose: Type.String({ minLength: 1, maxLength: 100 }),
    notice: Type.String({ minLength: 1, maxLength: 200 }),
    /** What the wording was read in; English when left out. */
    language: Type.Optional(Type.String({ maxLength: 20 })),
  }),
  output: Standing,
  mode: 'write',
  async run(tx, caller, { purpose, notice, language = 'en' }) {
    const evidence = { kind: 'form', detail: 'your own page', language }
    const request = { purpose, notice, basis: 'consent', evidence }
    const by = { kind: 'person', id: caller.id } as const
    const grant = admitGrant(tx.registered, request, by, await tx.grants.underAge(caller.id))
    await tx.grants.giveOwn(caller.id, grant)
    return standingOf(tx, caller.id, 'you', caller.language)
  },
})

/** The person withdraws from a purpose, or from all; the next use is refused. */
export const takeBack = command({
  name: 'requests.withdraw',
  summary: 'Withdraw from a purpose, or from all of them ("all")',
  http: { method: 'POST', path: '/me/withdrawals', status: 201 },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({ purpose: Type.String({ minLength: 1, maxLength: 100 }) }),
  output: Standing,
  mode: 'write',
  async run(tx, caller, { purpose }) {
    await tx.grants.withdraw(caller.id, purpose)
    return standingOf(tx, caller.id, 'you', caller.language)
  },
})

/** The person confirms what was claimed in their name, or says no to it. */
export const confirm = command({
  name: 'requests.confirm',
  summary: 'Say yes or no to a choice that was recorded in your name',
  http: { method: 'POST', path: '/me/confirmations', status: 201 },
  purpose: 'rights.request',
  who: ['person'],
  input: Type.Object({
    grant_id: Type.String({ format: 'uuid' }),
    /** Yes when left out. */
    answer: Type.Optional(Type.Union([Type.Literal('yes'), Type.Literal('no')])),
    /** What the wording was read in; English when left out. */
    language: Type.Optional(Type.String({ maxLength: 20 })),
  }),
  output: Standing,
  mode: 'write',
  async run(tx, caller, { grant_id, answer = 'yes', language = 'en' }) {
    const read = language === 'en' ? null : `read in ${cleanText(language, 20)}`
    await tx.grants.check(caller.id, grant_id, answer === 'yes' ? 'confirmed' : 'refused', read)
    return standingOf(tx, caller.id, 'you', caller.language)
  },
})
