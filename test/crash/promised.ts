import type { Dice } from './dice.ts'
import type { House } from './fire.ts'

interface Kept {
  readonly email: string
  /** The last city that was acknowledged, and one that was sent and not answered. */
  city: string
  tried: string | undefined
  /** Whether a withdrawal from `service.account` was acknowledged. */
  withdrawn: boolean
}

/** At most so many questions at once: the server answers people beside the drill as well. */
const AT_ONCE = 8
/** Those of earlier rounds that are looked at again in each round; all of them at the end. */
const AGAIN = 40
const EVERYTHING = Number.POSITIVE_INFINITY

/**
 * What was acknowledged, and so has to be there after any crash; and what was sent without an answer, of which all or
 * nothing may be there.
 */
export class Promised {
  readonly people = new Map<string, Kept>()
  /** Erasure by person. */
  readonly leaving = new Map<string, string>()
  /** Addresses of writes that nobody answered. */
  readonly unanswered = new Set<string>()
  readonly #house: House
  readonly #dice: Dice
  #seen = new Set<string>()

  constructor(house: House, dice: Dice) {
    this.#house = house
    this.#dice = dice
  }

  /** Looks at everything since the last time and at some of what is older, or at all of it. */
  async check(all = false): Promise<void> {
    const older = this.#dice.some(
      [...this.#seen].filter((id) => this.people.has(id)),
      all ? EVERYTHING : AGAIN,
    )
    const newer = [...this.people.keys()].filter((id) => !this.#seen.has(id))
    await each([...newer, ...older], (id) => this.#person(id))
    await each(
      [...this.leaving].filter(([, erasure]) => all || !this.#seen.has(erasure)),
      ([person, erasure]) => this.#gone(person, erasure),
    )
    await each([...this.unanswered], (email) => this.#allOrNothing(email))
    this.unanswered.clear()
    this.#seen = new Set([...this.people.keys(), ...this.leaving.values()])
  }

  /** People with this very address. */
  async found(email: string): Promise<string[]> {
    const { status, body } = await this.#house.call('GET', `/people?search=${encodeURIComponent(email)}`)
    if (status !== 200) throw new Error(`a search was refused: ${status}`)
    return (body as { items: { id: string }[] }).items.map(({ id }) => id)
  }

  async #person(id: string): Promise<void> {
    const kept = this.people.get(id)!
    const { status, body } = await this.#house.call('GET', `/people/${id}`)
    if (status !== 200) throw new Error(`an acknowledged person is not there: ${status}`)
    const { email, city } = (body as { fields: Record<string, { value: string } | undefined> }).fields
    if (email?.value !== kept.email) throw new Error('an acknowledged person has lost their address')
    if (city?.value !== kept.city && city?.value !== kept.tried)
      throw new Error(`an acknowledged change is not there: ${city?.value} for ${kept.city}`)
    if (kept.tried === city?.value) kept.city = city!.value
    kept.tried = undefined
    if (!kept.withdrawn) return
    const sold = await this.#house.call('GET', `/people/${id}`, undefined, 'service.account')
    if (sold.status !== 404) throw new Error(`a withdrawal was forgotten: ${sold.status}`)
  }

  async #gone(person: string, erasure: string): Promise<void> {
    const { status } = await this.#house.call('GET', `/people/${person}`)
    if (status !== 404) throw new Error(`someone who left is there: ${status}`)
    await this.#house.until('an erasure was not completed', async () => {
      const { body } = await this.#house.call('GET', `/erasures/${erasure}`)
      return (body as { state?: string } | undefined)?.state === 'done'
    })
  }

  /** Half-known would be: found and not to be read, without a field, or twice. */
  async #allOrNothing(email: string): Promise<void> {
    const found = await this.found(email)
    if (found.length > 1) throw new Error(`one write made ${found.length} people`)
    const [id] = found
    if (id === undefined || this.people.has(id)) return
    this.people.set(id, { email, city: 'Ulm', tried: undefined, withdrawn: false })
    await this.#person(id)
  }
}

/** Does something for each, a few at once; the first that fails ends it. */
export async function each<T>(list: readonly T[], use: (one: T) => Promise<void>): Promise<void> {
  const left = [...list]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = left.pop(); one !== undefined; one = left.pop()) await use(one)
    }),
  )
}
