import type { Command } from 'commander'
import { composeFrom, type Composed } from '../server/compose.ts'
import { Problem } from '../core/errors.ts'

/** What a subcommand has of the world around it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
}

/** Adds a subcommand; its action hands its exit code to `done`. */
export type Subcommand = (program: Command, around: Surroundings, done: (code: number) => void) => void

/** Runs with the databases and the gate, beside a running server or without one, and leaves them. */
export async function composed<T>(
  around: Surroundings,
  work: (composed: Composed) => Promise<T>,
): Promise<T> {
  const house = await composeFrom(around.env, (line) => {
    if (process.stderr.isTTY) around.complain(line)
  })
  try {
    return await work(house)
  } finally {
    await house.stop()
  }
}

/** The lines of standard input; for secrets that must not stand in a list of processes. */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (text === '') throw new Problem('input_invalid', { detail: 'nothing came on standard input' })
  return text
}
