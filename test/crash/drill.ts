import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readBlocks } from '../../gate/backup/blocks.ts'
import type { Dice } from './dice.ts'
import type { House } from './fire.ts'
import { Imported } from './imported.ts'
import { Promised } from './promised.ts'

/** What is being done when the power goes. */
export const DEEDS = [
  'writing',
  'importing',
  'erasing',
  'backing up',
  'restoring',
  'importing and erasing',
  'turning the epoch',
] as const
export type Deed = (typeof DEEDS)[number]

/** Milliseconds within which each deed is cut off: from before its first write to about its end. */
const WITHIN: Readonly<Record<Deed, readonly [number, number]>> = {
  writing: [20, 700],
  importing: [20, 1500],
  erasing: [50, 800],
  'backing up': [200, 1500],
  restoring: [400, 2200],
  'importing and erasing': [50, 1500],
  'turning the epoch': [200, 1500],
}
/** How often the power goes again while everything comes up. */
const TWICE = 0.4

/**
 * Kills a house in the middle of deeds and holds it to what it had acknowledged: every write is there, every import
 * comes to its end with each row once, every erasure completes, and `verify` finds nothing half done.
 */
export class Drill {
  readonly #house: House
  readonly #dice: Dice
  readonly #promised: Promised
  readonly #imported: Imported
  #count = 0
  #kills = 0
  #refused = 0

  constructor(house: House, dice: Dice) {
    this.#house = house
    this.#dice = dice
    this.#promised = new Promised(house, dice)
    this.#imported = new Imported(house, this.#promised)
  }

  get acknowledged() {
    return {
      kills: this.#kills,
      people: this.#promised.people.size,
      erasures: this.#promised.leaving.size,
      imports: this.#imported.finished,
      refusedHalfRestored: this.#refused,
    }
  }

  async begin(): Promise<void> {
    await this.#start()
    await this.#house.signIn()
    await Promise.all(Array.from({ length: 20 }, () => this.#create()))
  }

  /** One deed, a kill at a moment of it, sometimes another while it comes up, and the check. */
  async round(deed: Deed): Promise<void> {
    const moment = this.#dice.between(...WITHIN[deed])
    const again = this.#dice.roll() < TWICE ? this.#dice.between(100, 1800) : undefined
    if (deed === 'restoring') await this.#restoring(moment, again)
    else {
      await this.#cut(moment, deed)
      if (again !== undefined) await this.#killed(again, this.#house.start())
      await this.#start()
    }
    await this.#promised.check()
    await this.#imported.check()
  }

  /** The last word: all of it is there, and with the server stopped nothing is wrong. */
  async end(): Promise<void> {
    await this.#promised.check(true)
    await this.#house.stop()
    const verified = await this.#house.run('verify', '--json')
    if (verified.code !== 0) throw new Error(`verify: ${verified.code} ${verified.out} ${verified.err}`)
  }

  async #start(): Promise<void> {
    const refused = await this.#house.start()
    if (refused) throw new Error(`it did not start: ${refused.code} ${refused.out} ${refused.err}`)
  }

  async #killed(moment: number, doing: Promise<unknown>): Promise<void> {
    await Promise.race([sleep(moment), doing])
    await this.#house.kill()
    this.#kills++
  }

  async #cut(moment: number, deed: Deed): Promise<void> {
    const over = new AbortController()
    const failed: unknown[] = []
    const doing = this.#stepsOf(deed).map(async (step) => {
      while (!over.signal.aborted)
        await step().catch(async (error: unknown) => {
          // a call that the kill cut off; what the server itself refused is a finding
          if (error instanceof Error && error.message.includes('refused:')) failed.push(error)
          await sleep(5)
        })
    })
    if (deed === 'backing up') void this.#house.run('backup', join(this.#house.folder, 'cut'))
    if (deed === 'turning the epoch') void this.#house.run('keyring', 'rotate')
    await this.#killed(moment, new Promise(() => undefined))
    over.abort()
    await Promise.all(doing)
    if (failed.length > 0) throw failed[0]
    if (deed === 'backing up') await wholeOrNone(join(this.#house.folder, 'cut'))
  }

  #stepsOf(deed: Deed): (() => Promise<void>)[] {
    const write = () => this.#write()
    const erase = () => this.#erase()
    // one file after the other, and not a third: the check waits for each to end
    let files = 2
    const send = () => (files-- > 0 ? this.#imported.send() : sleep(20).then(() => undefined))
    if (deed === 'erasing') return [write, erase, erase]
    if (deed === 'importing') return [write, send]
    if (deed === 'importing and erasing') return [write, erase, send]
    return deed === 'writing' ? [write, write, write] : [write]
  }

  /** The restore is killed, not the server; it must not be worked with until it was done again. */
  async #restoring(moment: number, again: number | undefined): Promise<void> {
    const file = join(this.#house.folder, 'whole')
    const made = await this.#house.run('backup', file)
    if (made.code !== 0) throw new Error(`backup: ${made.err}`)
    await this.#house.stop()
    await this.#killed(moment, this.#house.run('restore', file))
    if (again !== undefined) await this.#killed(again, this.#house.run('restore', file))
    const refused = await this.#house.start()
    if (!refused) return
    this.#refused++
    if (!refused.err.includes('restore')) throw new Error(`it refused otherwise: ${refused.err}`)
    const whole = await this.#house.run('restore', file)
    if (whole.code !== 0) throw new Error(`restore: ${whole.code} ${whole.err}`)
    await this.#start()
  }

  /** One of the things that people write all day: someone new, a changed town, a withdrawal. */
  async #write(): Promise<void> {
    const roll = this.#dice.roll()
    const id = roll < 0.6 ? undefined : this.#dice.pick([...this.#promised.people.keys()])
    if (id === undefined) await this.#create()
    else if (roll < 0.9) await this.#move(id)
    else await this.#withdraw(id)
  }

  async #create(): Promise<void> {
    const no = ++this.#count
    const email = `fire.${no}.${this.#dice.seed}@example.org`
    this.#promised.unanswered.add(email)
    const evidence = { kind: 'contract', detail: 'drill' }
    const answer = await this.#house.call('POST', '/people', {
      fields: { given_name: 'Fire', family_name: `Drill ${no}`, email, city: 'Ulm' },
      source: { kind: 'person', detail: 'the form of the fire drill' },
      grants: ['service.request', 'service.account'].map((purpose) => ({
        purpose,
        basis: 'contract',
        evidence,
      })),
    })
    if (answer.status < 500) this.#promised.unanswered.delete(email)
    if (answer.status === 201)
      this.#promised.people.set((answer.body as { id: string }).id, {
        ...{ email, city: 'Ulm', tried: undefined, withdrawn: false },
      })
    else if (answer.status < 500) throw new Error(`a write was refused: ${JSON.stringify(answer)}`)
  }

  async #move(id: string): Promise<void> {
    const kept = this.#promised.people.get(id)
    // one change of a person at a time, or nobody could say which came last
    if (!kept || kept.tried !== undefined) return
    const city = `Town ${++this.#count}`
    kept.tried = city
    const source = { kind: 'person', detail: 'a call of the fire drill' }
    const { status } = await this.#house.call('PATCH', `/people/${id}`, { fields: { city }, source })
    if (status === 200) kept.city = city
    if (status < 500) kept.tried = undefined
  }

  async #withdraw(id: string): Promise<void> {
    const kept = this.#promised.people.get(id)
    const answer = await this.#house.call('POST', `/people/${id}/withdrawals`, { purpose: 'service.account' })
    if (answer.status < 300 && kept) kept.withdrawn = true
  }

  async #erase(): Promise<void> {
    const id = this.#dice.pick([...this.#promised.people.keys()])
    if (id === undefined) return
    // asked, and perhaps begun: whether they are still there cannot be known until it is answered
    this.#promised.people.delete(id)
    // while a contract stands, leaving waits for its end: what was bought is given back first
    await this.#withdraw(id)
    const answer = await this.#house.call('POST', `/people/${id}/erasure`, { reason: 'the fire drill' })
    if (answer.status === 202) this.#promised.leaving.set(id, (answer.body as { id: string }).id)
  }
}

/** A killed backup leaves none under its name, or the whole one of before. */
async function wholeOrNone(file: string): Promise<void> {
  if (!existsSync(file)) return
  let last = ''
  for await (const { kind } of readBlocks(file)) last = kind
  if (last !== 'T') throw new Error('a backup that was cut off stands under its name')
}
