import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from './settings.ts'

type Where = Pick<Settings, 'publicUrl' | 'host' | 'port' | 'dataFolder'>

/** How long a server that is said to be there may take to answer. */
const PATIENCE_MS = 2000

/** Where a server on this host and port is reached from the same machine. */
export function localUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const shown = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `http://${shown}:${port}`
}

/** Leaves a note in the data folder of where the server listens, for the command line beside it. */
export async function noteAddress(settings: Where, url: string): Promise<void> {
  await writeFile(noteOf(settings), `${url}\n`, { mode: 0o600 })
}

/** Takes the note away, unless another server has left its own meanwhile. */
export async function forgetAddress(settings: Where, url: string): Promise<void> {
  if ((await noted(settings)) === url) await rm(noteOf(settings), { force: true })
}

/**
 * Where people reach Goodfaith: as it was set, else where the server beside this process listens, else where one
 * would. A note that a server left when it was killed is believed only while somebody answers there.
 */
export async function addressOf(settings: Where): Promise<string> {
  if (settings.publicUrl !== null) return settings.publicUrl
  const url = await noted(settings)
  return url !== null && (await answers(url)) ? url : localUrl(settings.host, settings.port)
}

function noteOf({ dataFolder }: Where): string {
  return join(dataFolder, 'address')
}

async function noted(settings: Where): Promise<string | null> {
  const text = await readFile(noteOf(settings), 'utf8').catch(() => '')
  return text.trim() || null
}

async function answers(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  return fetch(`${url}/healthz`, { signal }).then(
    (answer) => answer.ok,
    () => false,
  )
}
