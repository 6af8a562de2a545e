import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { House } from './fire.ts'

/** What is being done when the power goes. */
export const DEEDS = ['writing', 'erasing', 'backing up', 'restoring', 'turning the epoch'] as const
export type Deed = (typeof DEEDS)[number]

/** What was acknowledged, and so has to be there after any crash. */
interface Promised {
  readonly people: Set<string>
  /** Erasure by person. */
  readonly leaving: Map<string, string>
}

/**
 * Kills a house in the middle of deeds and holds it to what it had acknowledged: every write is there, every erasure
 * completes, and `verify` finds nothing half done.
 */
export class Drill {
  readonly #house: House
  readonly #promised: Promised = { people: new Set(), leaving: new Map() }
  #count = 0
  #refused = 0

  constructor(house: House) {
    this.#house = house
  }

  get acknowledged(): { people: number; erasures: number; refusedHalfRestored: number } {
    return {
      people: this.#promised.people.size,
      erasures: this.#promised.leaving.size,
      refusedHalfRestored: this.#refused,
    }
  }

  async begin(): Promise<void> {
    await this.#start()
    await this.#house.signIn()
    await Promise.all(Array.from({ length: 20 }, () => this.#write()))
  }

  /** One deed, a kill at a moment between, and the check; answers with how many people were acknowledged. */
  async round(deed: Deed, moment: number): Promise<number> {
    if (deed === 'restoring') await this.#restoring(moment)
    else {
      await this.#cut(moment, deed)
      await this.#start()
    }
    await this.#check()
    return this.#promised.people.size
  }

  /** The last word: with the server stopped, nothing is wrong. */
  async end(): Promise<void> {
    await this.#house.stop()
    const verified = await this.#house.run('verify', '--json')
    if (verified.code !== 0) throw new Error(`verify: ${verified.code} ${verified.out} ${verified.err}`)
  }

  async #start(): Promise<void> {
    const refused = await this.#house.start()
    if (refused) throw new Error(`it did not start: ${refused.code} ${refused.out} ${refused.err}`)
  }

  async #cut(moment: number, deed: Deed): Promise<void> {
    const over = new AbortController()
    const work = async (step: () => Promise<unknown>) => {
      while (!over.signal.aborted) await step().catch(() => sleep(5))
    }
    const doing = [work(() => this.#write())]
    if (deed === 'erasing')
      doing.push(
        work(() => this.#erase()),
        work(() => this.#erase()),
      )
    else if (deed === 'backing up') void this.#house.run('backup', join(this.#house.folder, 'cut'))
    else if (deed === 'turning the epoch') void this.#house.run('keyring', 'rotate')
    else
      doing.push(
        work(() => this.#write()),
        work(() => this.#write()),
      )
    await sleep(moment)
    await this.#house.kill()
    over.abort()
    await Promise.all(doing)
  }

  /** The restore is killed, not the server; it must not be worked with until it was done again. */
  async #restoring(moment: number): Promise<void> {
    const file = join(this.#house.folder, 'whole')
    const made = await this.#house.run('backup', file)
    if (made.code !== 0) throw new Error(`backup: ${made.err}`)
    await this.#house.stop()
    void this.#house.run('restore', file)
    await sleep(moment)
    await this.#house.kill()
    const refused = await this.#house.start()
    if (!refused) return
    this.#refused++
    if (!refused.err.includes('restore')) throw new Error(`it refused otherwise: ${refused.err}`)
    const again = await this.#house.run('restore', file)
    if (again.code !== 0) throw new Error(`restore: ${again.code} ${again.err}`)
    await this.#start()
  }

  async #write(): Promise<void> {
    const no = ++this.#count
    const answer = await this.#house.call('POST', '/people', {
      fields: {
        given_name: 'Fire',
        family_name: `Drill ${no}`,
        email: `fire.${no}.${Date.now()}@example.org`,
      },
      source: { kind: 'person', detail: 'the form of the fire drill' },
      grants: [
        { purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract', detail: 'drill' } },
      ],
    })
    if (answer.status === 201) this.#promised.people.add((answer.body as { id: string }).id)
    else if (answer.status < 500) throw new Error(`a write was refused: ${JSON.stringify(answer)}`)
  }

  async #erase(): Promise<void> {
    const id = [...this.#promised.people].at(Math.floor(Math.random() * this.#promised.people.size))
    if (id === undefined) return
    // asked, and perhaps begun: whether they are still there cannot be known until it is answered
    this.#promised.people.delete(id)
    const answer = await this.#house.call('POST', `/people/${id}/erasure`, { reason: 'the fire drill' })
    if (answer.status === 202) this.#promised.leaving.set(id, (answer.body as { id: string }).id)
  }

  async #check(): Promise<void> {
    for (const id of this.#promised.people) {
      const { status } = await this.#house.call('GET', `/people/${id}`)
      if (status !== 200) throw new Error(`an acknowledged person is not there: ${status}`)
    }
    for (const [person, erasure] of this.#promised.leaving) {
      const { status } = await this.#house.call('GET', `/people/${person}`)
      if (status !== 404) throw new Error(`someone who left is there: ${status}`)
      await this.#done(erasure)
    }
  }

  async #done(erasure: string): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      const { body } = await this.#house.call('GET', `/erasures/${erasure}`)
      if ((body as { state?: string } | undefined)?.state === 'done') return
      await sleep(200)
    }
    throw new Error('an erasure was not completed')
  }
}
