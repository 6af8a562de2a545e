import { afterAll, beforeAll, expect, test } from 'vitest'
import { SMTPServer } from 'smtp-server'
import { v7 as uuid } from 'uuid'
import { SYSTEM } from '../gate/token.ts'
import { aGrant, aPerson, openHouse, type TestHouse } from '../test/kit/house.ts'
import { withClient } from '../test/kit/postgres.ts'
import { workJobs, type JobHandler } from './jobs.ts'
import type { Loop } from './loop.ts'
import { deliverMail } from './mail.ts'

let house: TestHouse
const RIGHTS = { actor: SYSTEM, purpose: 'rights.request' }
/** However busy the machine is. */
const SOON = { timeout: 15_000 }
const running: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  house = await openHouse()
  await house.staff()
})

afterAll(async () => {
  for (const each of running) await each.stop()
})

function work(handlers: Record<string, JobHandler>): Loop {
  const loop = workJobs({ gate: house.gate, handlers, log: () => undefined, every: 20, hold: 3 })
  running.push(loop)
  return loop
}

test('a job is there when its transaction is, and is done once', async () => {
  const done: (string | null)[] = []
  const loop = work({ count: async (_gate, job) => void done.push(job.subject) })
  const subject = uuid()
  await expect(
    house.gate.run(RIGHTS, async (tx) => {
      await tx.enqueue('count', { subject: uuid() })
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  await house.gate.run(RIGHTS, (tx) => tx.enqueue('count', { subject }))
  await expect.poll(() => done, SOON).toEqual([subject])
  await loop.stop()
  expect(done).toEqual([subject])
})

test('a job whose worker died is taken up again; a stop waits for the one under way', async () => {
  await house.gate.run(RIGHTS, (tx) => tx.enqueue('crash', {}))
  const taken = await house.gate.jobs.take(['crash'], 60)
  expect(taken).toMatchObject({ name: 'crash', attempts: 1 })
  expect(await house.gate.jobs.take(['crash'], 60)).toBeUndefined()
  // as if its minute were over
  await withClient(house.database.adminUrl, (client) =>
    client.query("update goodfaith.jobs set locked_until = locked_until - interval '1 minute'"),
  )
  let finished = false
  let begun = () => {}
  const under = new Promise<void>((resolve) => (begun = resolve))
  const loop = work({
    crash: async (_gate, job) => {
      expect(job.attempts).toBe(2)
      begun()
      // longer than its hold of three seconds: it is renewed each second meanwhile
      await new Promise((resolve) => setTimeout(resolve, 3500))
      expect(await house.gate.jobs.take(['crash'], 1)).toBeUndefined()
      finished = true
    },
  })
  await under
  await loop.stop()
  expect(finished).toBe(true)
  expect(await house.gate.jobs.take(['crash'], 1)).toBeUndefined()
})

test('mail is sealed, leaves when it may, and not when the purpose has ended meanwhile', async () => {
  const received: string[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString('utf8'))
        callback()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as { port: number }
  running.push({ stop: () => new Promise((resolve) => smtp.close(() => resolve())) })
  const consent = aGrant('service.request')
  const service = await house.staff('service')
  const [id] = await house.gate.run({ actor: service, purpose: 'service.request' }, (tx) =>
    tx.people.create([aPerson({}, [consent])]),
  )
  const mail = { person: id!, address: 'amara@okafor.example', text: 'Hello Amara' }
  await house.gate.run(RIGHTS, async (tx) => {
    await tx.outbox.send({ ...mail, subject: 'you asked for it' })
    await tx.outbox.send({ ...mail, subject: 'an offer', purpose: 'marketing.email' })
  })
  // mail without a purpose is for what needs none: the system's letters of somebody's rights
  const staffs = { actor: service, purpose: 'service.request' }
  for (const purpose of [undefined, 'marketing.email'])
    await expect(
      house.gate.run(staffs, (tx) =>
        tx.outbox.send({ ...mail, subject: 'hello', ...(purpose ? { purpose } : {}) }),
      ),
    ).rejects.toMatchObject({ code: 'purpose_not_for_call' })
  const rows = await withClient(house.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ row: string }>('select o::text as row from goodfaith.outbox o')
    return rows.map(({ row }) => row)
  })
  expect(rows).toHaveLength(2)
  expect(rows.join()).not.toContain('okafor')
  const loop = deliverMail({
    gate: house.gate,
    smtpUrl: `smtp://127.0.0.1:${port}?from=crm@example.org`,
    log: () => undefined,
    every: 20,
  })
  running.push(loop)
  const officer = await house.staff('privacy_officer')
  const states = async () => {
    const kept = await house.gate.mailroom.toPersons(officer, 10)
    return Object.fromEntries(kept.map(({ subject, state }) => [subject, state]))
  }
  await expect.poll(states, SOON).toEqual({ 'you asked for it': 'sent', 'an offer': 'withheld' })
  await loop.stop()
  expect(received).toHaveLength(1)
  expect(received[0]).toContain('Hello Amara')
  await expect(house.gate.mailroom.toPersons(service, 10)).rejects.toMatchObject({
    code: 'purpose_not_for_role',
  })
  await expect(house.gate.mailroom.toStaff(service, 10)).rejects.toMatchObject({ code: 'not_allowed' })
})
