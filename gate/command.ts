import type { Static, TObject, TSchema } from 'typebox'
import type { ActorKind, Role } from '../core/purposes.ts'
import type { Gate, Reading, Single, Transaction } from './gate.ts'
import type { Repeat } from './repeats.ts'
import type { Actor } from './token.ts'

/** Who calls a command, as the server has found out; roles are asked again by the database. */
export interface Caller extends Actor {
  readonly roles: readonly Role[]
  /** The session of somebody who is signed in at a screen, as `gate/fresh.ts` knows it; null for a token. */
  readonly session?: string | null
  /** Where people reach this installation, such as https://crm.example.org: for links in mail. */
  readonly origin?: string
  /** The primary tag of what they read in, such as `de`. */
  readonly language?: string
}

interface Described<I extends TObject, O extends TSchema> {
  /** Feature and deed, such as `people.create`. */
  readonly name: string
  /** What it does, in a sentence: for the OpenAPI document, `--help` and tools. */
  readonly summary: string
  /** Below /api/v1; `{id}` takes the input's field of that name from the path. */
  readonly http: {
    readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
    readonly path: string
    readonly status?: number
  }
  /** `named`: the caller names one; a purpose id: the only one it serves; then the header may be left out. */
  readonly purpose: string
  /** `anyone`: no sign-in at all; what is asked for is its own secret. */
  readonly who: readonly (ActorKind | 'anyone')[]
  /** Narrows staff further than the purpose does. */
  readonly roles?: readonly Role[]
  /** Path, query and body as one object. */
  readonly input: I
  readonly output: O
}

type Run<T, I extends TObject, O extends TSchema> = (
  tx: T,
  caller: Caller,
  input: Static<I>,
  /** The purpose it runs for, for deeds of several transactions. */
  purpose: string,
) => Promise<Static<O>>

/**
 * A command: one deed with its schema, its purpose and its run. `read` needs no transaction; `once` writes with a
 * single statement; `write` is a transaction; `house` is handed the gate itself, for deeds of several transactions
 * (starting an import, following an erasure) and for what touches nobody's data.
 */
export type Command<I extends TObject = TObject, O extends TSchema = TSchema> = Described<I, O> &
  (
    | { readonly mode: 'read'; readonly run: Run<Reading, I, O> }
    | { readonly mode: 'once'; readonly run: Run<Single, I, O> }
    | { readonly mode: 'write'; readonly run: Run<Transaction, I, O> }
    | { readonly mode: 'house'; readonly run: Run<Gate, I, O> }
  )

/** Declares a command; the types of its input and output follow from its schemas. */
export function command<I extends TObject, O extends TSchema>(declared: Command<I, O>): Command<I, O> {
  return declared
}

/**
 * Runs a command through the gate, as the mode says. Input must have been checked against its schema.
 * @param purpose what the caller named; a command with a purpose of its own is run for that one
 * @param repeat a key that was taken for this try: what becomes of it is noted in the transaction that does it
 */
export async function perform<I extends TObject, O extends TSchema>(
  gate: Gate,
  declared: Command<I, O>,
  caller: Caller,
  purpose: string,
  input: Static<I>,
  repeat?: Repeat,
): Promise<Static<O>> {
  const errand = { actor: caller, purpose: declared.purpose === 'named' ? purpose : declared.purpose }
  const { status = 200 } = declared.http
  switch (declared.mode) {
    case 'read':
      return gate.read(errand, (reading) => declared.run(reading, caller, input, errand.purpose))
    case 'once':
    case 'write':
      if (declared.mode === 'once' && !repeat)
        return gate.once(errand, (tx) => declared.run(tx, caller, input, errand.purpose))
      // what is noted beside a single statement takes a transaction as well
      return gate.run(errand, async (tx) => {
        const answer = await declared.run(tx, caller, input, errand.purpose)
        if (repeat) await tx.keepRepeat(repeat, status, answer)
        return answer
      })
    case 'house': {
      const answer = await declared.run(gate, caller, input, errand.purpose)
      if (repeat) await gate.repeats.keep(repeat, status, answer)
      return answer
    }
  }
}

/** Whether what a command does is one transaction. */
export function isOneCommit({ mode }: Pick<Command, 'mode'>): boolean {
  return mode === 'once' || mode === 'write'
}
