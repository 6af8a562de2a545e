import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findPlace } from '../../gate/postgres/place.ts'
import { findRunning, shutDown } from '../../gate/postgres/postmaster.ts'
import { readSecrets } from '../../gate/postgres/secrets.ts'

/** Stops the servers of all data folders in `folder`, whoever still holds them, and removes it. */
export async function leaveNothing(folder: string): Promise<void> {
  // one that cannot be stopped must not keep the others; a server ends by itself once its folder is gone
  for (const name of await readdir(folder)) await stopServer(join(folder, name)).catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
}

/** Stops the server of a data folder, whoever still holds it. */
export async function stopServer(dataFolder: string): Promise<void> {
  if (!existsSync(join(dataFolder, 'postgres'))) return
  const place = await findPlace(dataFolder)
  const secrets = await readSecrets(join(place.base, 'secrets.json'))
  const running = secrets && (await findRunning(place.cluster, secrets.admin))
  if (running && running !== 'starting')
    await shutDown(place.cluster, running, secrets.admin, join(place.base, 'server.log'))
}
