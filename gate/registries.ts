import { v7 as uuid } from 'uuid'
import type { Caller } from './caller.ts'

/** Writes wordings and balancing tests; the database asks the role and the second person. */
export class Registries {
  readonly #caller: Caller

  constructor(caller: Caller) {
    this.#caller = caller
  }

  /** A new version of a purpose's wording; returns its id, such as `marketing.email@2`. */
  async writeNotice(purpose: string, text: string): Promise<string> {
    const [row] = await this.#caller.door<{ id: string }>(
      'write_notice',
      'select gate.write_notice($1,$2,$3) as id',
      [purpose, text],
    )
    return row!.id
  }

  /** A weighing of interests that waits for its signature. */
  async writeTest(purpose: string, text: string): Promise<string> {
    const id = uuid()
    await this.#caller.door('write_test', 'select gate.write_test($1,$2::uuid,$3,$4)', [id, purpose, text])
    return id
  }

  /** Signed by a second person; from now on the legitimate interest may be leant on. */
  async signTest(id: string): Promise<void> {
    await this.#caller.door('sign_test', 'select gate.sign_test($1,$2::uuid)', [id])
  }

  /** It no longer holds; what leant on it ends in the same transaction. */
  async endTest(id: string): Promise<void> {
    await this.#caller.door('end_test', 'select gate.end_test($1,$2::uuid)', [id])
  }
}
