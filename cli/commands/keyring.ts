import { resolve } from 'node:path'
import { backupKeyring, forgetKeyringBackup, restoreKeyring } from '../../gate/keyring-backup.ts'
import { turnEpoch } from '../../gate/keyring-epochs.ts'
import { erasedKeys } from '../../gate/erased-keys.ts'
import { Problem } from '../../core/errors.ts'
import { foundationsFrom, type Foundations } from '../../server/compose.ts'
import { composed, type Subcommand, type Surroundings } from '../command-line.ts'

interface Options {
  json?: boolean
}

/** `goodfaith keyring rotate`, `backup`, `restore`, `forget` */
export const keyringCommand: Subcommand = (program, around, done) => {
  const keyring = program.command('keyring').description('the keys under which everything is sealed')
  keyring
    .command('rotate')
    .description(
      'turns the epoch: new keys for search and order, every other wrapped anew, the old secret overwritten; older copies open nothing',
    )
    .option('--json', 'prints JSON')
    .action(async (options: Options) => {
      const turned = await composed(around, async ({ gate, addresses, settings }) => {
        // tokens first: the key that is dropped goes with the epoch it was wrapped in, and out of every backup
        await gate.turnTokens({ begin: true })
        return turnEpoch({
          url: addresses.keyringUrl,
          ...{ folder: settings.keyringFolder, kekFile: settings.kekFile },
        })
      })
      for (const path of turned.missed)
        around.complain(`${path} could not be reached: destroy it and its secrets, and make another`)
      around.print(
        options.json
          ? JSON.stringify(turned)
          : `Epoch ${turned.epoch} began; ${turned.rewrapped} keys wrapped anew`,
      )
      done(0)
    })
  keyring
    .command('backup')
    .argument('<file>', 'where to; keep FILE.secrets apart from it')
    .description('writes the keyring to a file, which from then on is told of every erasure')
    .option('--json', 'prints JSON')
    .action(async (file: string, options: Options) => {
      const made = await below(around, ({ keyring: ring }) => backupKeyring(file, ring))
      const path = resolve(file)
      if (options.json) around.print(JSON.stringify({ file: path, keys: made.keys, good_until: made.endsAt }))
      else
        around.print(
          `${made.keys} keys in ${path}; keep ${path}.secrets apart from it, and ${path}.erasures with it. Good until ${made.endsAt.toISOString()}`,
        )
      done(0)
    })
  keyring
    .command('restore')
    .argument('<file>', 'a keyring backup')
    .description(
      'puts the keyring back; refuses when its erasure records are older than what the database knows',
    )
    .option('--json', 'prints JSON')
    .action(async (file: string, options: Options) => {
      const restored = await below(around, async ({ addresses, keyring: ring }) =>
        erasedKeys(addresses.ownerUrl, (erased) => restoreKeyring(file, ring, erased)),
      )
      around.print(
        options.json
          ? JSON.stringify(restored)
          : `${restored.keys} keys; ${restored.destroyed} stay destroyed, as the erasure records say`,
      )
      done(0)
    })
  keyring
    .command('forget')
    .argument('<file>', 'a keyring backup that is no more')
    .description('takes a backup off the list: erasures wait for it no longer')
    .action(async (file: string) => {
      const known = await below(around, ({ keyring: ring }) => forgetKeyringBackup(file, ring))
      if (!known) throw new Problem('not_found', { detail: 'no backup was registered there' })
      done(0)
    })
}

async function below<T>(around: Surroundings, work: (house: Foundations) => Promise<T>): Promise<T> {
  const house = await foundationsFrom(around.env, (line) => {
    if (process.stderr.isTTY) around.complain(line)
  })
  try {
    return await work(house)
  } finally {
    await house.stop()
  }
}
