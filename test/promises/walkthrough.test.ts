import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Role } from '../../core/purposes.ts'
import { leave, planLeaving } from '../../features/erasure/leave.ts'
import { createPerson } from '../../features/people/create-person.ts'
import { getPerson } from '../../features/people/get-person.ts'
import { agree, takeBack } from '../../features/requests/choose.ts'
import { perform, type Caller } from '../../gate/command.ts'
import { openHouse } from '../kit/house.ts'
import { withClient } from '../kit/postgres.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const NUMBER = '+49 30 5550142'

test('every file that the walkthrough names is there', () => {
  const text = readFileSync(`${root}docs/walkthrough.md`, 'utf8')
  const named = [...text.matchAll(/`([a-z]+\/[\w./-]*)`/g)].map(([, path]) => path!)
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((path) => !existsSync(root + path))).toEqual([])
})

test('a phone number is collected, used, agreed to, withdrawn and destroyed', async () => {
  const house = await openHouse()
  const staff = async (role: Role): Promise<Caller> => ({ ...(await house.staff(role)), roles: [role] })
  const jo = await staff('service')
  const ines = await staff('marketing')

  // collected
  const { id } = await perform(house.gate, createPerson, jo, 'service.request', {
    fields: { given_name: 'Ana', family_name: 'Carvalho', phone: NUMBER },
    source: { kind: 'person', detail: 'the form “Open an account”, version 4' },
    grants: [{ purpose: 'service.request', basis: 'contract' }],
  })
  const needles = [NUMBER, NUMBER.replaceAll(' ', ''), '5550142', 'Carvalho']
  expect(await standsInTheClear(house.database.adminUrl, needles)).toEqual([])

  // used, and only for that
  const used = await perform(house.gate, getPerson, jo, 'service.request', { id })
  expect(used.fields.phone).toMatchObject({ value: NUMBER, source: { kind: 'person' } })
  const call = () => perform(house.gate, getPerson, ines, 'marketing.phone', { id })
  await expect(call()).rejects.toMatchObject({ code: 'not_found' })

  // chosen and withdrawn
  const ana: Caller = { kind: 'person', id, roles: [] }
  await perform(house.gate, agree, ana, 'rights.request', {
    purpose: 'marketing.phone',
    notice: 'marketing.phone@1',
  })
  const offered = await call()
  expect(offered.fields.phone).toMatchObject({ value: NUMBER })
  expect(offered.fields.family_name).toEqual({ withheld: 'not_for_this_purpose' })
  await perform(house.gate, takeBack, ana, 'rights.request', { purpose: 'marketing.phone' })
  await expect(call()).rejects.toMatchObject({ code: 'not_found' })

  // destroyed
  const { code } = await perform(house.gate, planLeaving, ana, 'rights.request', {})
  const erasure = await perform(house.gate, leave, ana, 'rights.request', { code })
  await house.gate.erasures.carryOut(erasure.id)
  const done = await house.gate.erasures.read(erasure.id)
  expect(done).toMatchObject({ state: 'done', receipt: expect.any(String) as string })
  await expect(perform(house.gate, getPerson, jo, 'service.request', { id })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await standsInTheClear(house.database.adminUrl, [id])).toEqual([])
})

/** Tables in which one of the needles stands as text, looked for behind the gate as a superuser. */
function standsInTheClear(adminUrl: string, needles: readonly string[]): Promise<string[]> {
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    )
    const found: string[] = []
    for (const { name } of rows)
      for (const needle of needles) {
        const { rows: hits } = await client.query(
          `select 1 from ${name} t where position($1 in t::text) > 0 limit 1`,
          [needle],
        )
        if (hits.length > 0) found.push(name)
      }
    return found
  })
}
