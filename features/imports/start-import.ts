import { v7 as uuid } from 'uuid'
import type { Static } from 'typebox'
import { toldOfWords } from '../../core/intake.ts'
import { maskText } from '../../core/interceptor.ts'
import { Problem } from '../../core/errors.ts'
import type { Caller } from '../../gate/command.ts'
import type { Gate } from '../../gate/gate.ts'
import type { Repeat } from '../../gate/repeats.ts'
import { importShape, type Import } from './import-commands.ts'
import { checkOptions, type ImportOptions } from './import-options.ts'
import { runImport, type Described } from './run-import.ts'

/** A file on its way in: kept sealed, and not looked at yet. */
export interface Received {
  readonly id: string
  readonly keyId: string
  /** Its name, masked. */
  readonly file: string
  /** What was masked in the name. */
  readonly intercepted: ReturnType<typeof toldOfWords>
  readonly bytes: number
  /** By which the same file is known again; kept nowhere. */
  readonly digest: string
}

/** The status of an import that has begun. */
export const ACCEPTED = 202

/** Keeps an upload sealed under a key of its own; it is not read before source and basis are stated. */
export async function receiveFile(
  gate: Gate,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Received> {
  const id = uuid()
  const keyId = await gate.newKey()
  const { length, digest } = await gate.uploads.write(id, keyId, bytes)
  const called = name.slice(0, 200)
  const intercepted = toldOfWords({ '/file': called })
  return { id, keyId, file: maskText(called), intercepted, bytes: length, digest: digest.toString('hex') }
}

/**
 * Begins an import; it runs on by itself, also after a restart.
 * @param repeat a key that was taken for this try: the import is there with its note, or not at all
 * @throws Problem what source and grants are refused for; the file is gone then
 */
export async function startImport(
  gate: Gate,
  caller: Caller,
  purpose: string,
  received: Received,
  options: ImportOptions,
  repeat?: Repeat,
): Promise<Static<typeof Import>> {
  try {
    if (received.bytes === 0) throw new Problem('import_file_unreadable', { detail: 'the file is empty' })
    checkOptions(options, await gate.registered(), caller.id)
    const described: Described = { file: received.file, options }
    const record = await gate.run({ actor: caller, purpose }, async (tx) => {
      await tx.imports.create(received.id, received.keyId, described, options.dry_run === true)
      if (repeat) await tx.keepRepeat(repeat, ACCEPTED, { id: received.id })
      return (await tx.imports.list(received.id))[0]!
    })
    void runImport(gate, record).catch(() => undefined)
    return importShape(record)
  } catch (error) {
    gate.uploads.remove(received.id)
    throw error
  }
}
