import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { freshDatabase, testServer, withClient } from '../test/kit/postgres.ts'
import { inflateLz4, inflatePglz } from './scan-compressed.ts'
import { scan } from './scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodfaith-scan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NEEDLE = 'Ürsüla Nadelkissen-7731'
const noise = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919 + (i >> 3)) & 255))

async function encodings(content: Buffer, needle = NEEDLE, name = 'file'): Promise<string[]> {
  const file = join(folder, name)
  writeFileSync(file, content)
  return (await scan([needle], [file])).found.map((hit) => hit.encoding)
}

const around = (bytes: Buffer | string) =>
  Buffer.concat([noise(5000), Buffer.from(bytes as string), noise(3000)])

describe('a needle in a file', () => {
  const utf8 = Buffer.from(NEEDLE)
  test.each<[string, Buffer | string]>([
    ['utf-8', utf8],
    ['utf-16le', Buffer.from(NEEDLE, 'utf16le')],
    ['utf-16be', Buffer.from(NEEDLE, 'utf16le').swap16()],
    ['base64+0', utf8.toString('base64')],
    ['base64+1', Buffer.concat([Buffer.from('x'), utf8, Buffer.from('yz')]).toString('base64')],
    ['base64+2', Buffer.concat([Buffer.from('xy'), utf8, Buffer.from('z')]).toString('base64')],
    ['hex', utf8.toString('hex')],
    ['hex', utf8.toString('hex').toUpperCase()],
    ['quoted-printable', '=C3=9Crs=C3=BCla Nadelkissen-7731'],
    ['quoted-printable', '=C3=9Crs=C3=BCla Nadel=\r\nkissen-7731'],
    ['json', '"\\u00dcrs\\u00fcla Nadelkissen-7731"'],
    ['percent', encodeURIComponent(NEEDLE)],
    ['gzip: utf-8', gzipSync(Buffer.concat([noise(50_000), utf8]))],
    ['zlib: utf-8', deflateSync(Buffer.concat([noise(50_000), utf8]))],
    ['gzip: utf-8', gzipSync(Buffer.concat([utf8, noise(50_000)])).subarray(0, 20_000)],
  ])('is found as %s', async (encoding, bytes) => {
    expect(await encodings(around(bytes))).toContain(encoding)
  })

  test('in base64 broken into lines', async () => {
    const lines = Buffer.concat([noise(30), utf8, noise(90)])
      .toString('base64')
      .replace(/(.{20})/g, '$1\r\n')
    expect((await encodings(around(lines))).some((found) => found.startsWith('base64'))).toBe(true)
  })

  test('across two pieces of a long file, and not where it is not', async () => {
    const long = Buffer.alloc(9 * 2 ** 20, 'a')
    expect(await encodings(long)).toEqual([])
    utf8.copy(long, 4 * 2 ** 20 - 7)
    expect(await encodings(long)).toEqual(['utf-8'])
    expect(await encodings(around('Ürsüla Nadelkissen-7732'))).toEqual([])
  })

  test('as the raw bytes of a UUID or of hexadecimal digits', async () => {
    const id = '0192f3a1-7c00-7abc-8def-0123456789ab'
    const raw = Buffer.from(id.replaceAll('-', ''), 'hex')
    expect(await encodings(around(raw), id)).toContain('raw')
    expect(await encodings(around(raw), raw.toString('hex'))).toContain('raw')
    expect(await encodings(around(raw.toString('base64')), id)).toContain('raw base64+0')
  })
})

describe('a needle in PostgreSQL', () => {
  test(
    'is found in rows, deleted rows, the log, inline and TOAST values, compressed or not',
    { timeout: 120_000 },
    async () => {
      const database = await freshDatabase(testServer())
      const cases = {
        plain: `'${NEEDLE}-plain'`,
        wide: `convert_to('x', 'UTF8') || decode('${Buffer.from(`${NEEDLE}-wide`, 'utf16le').toString('hex')}', 'hex')`,
        inline: `repeat('a sentence that repeats; ', 300) || '${NEEDLE}-inline' || repeat('and more of it; ', 100)`,
        toasted: `(select string_agg(md5(i::text) || md5((i % 50)::text), '') from generate_series(1, 1500) i) || '${NEEDLE}-toasted'`,
        deleted: `repeat('one that goes away; ', 300) || '${NEEDLE}-deleted'`,
      }
      const place = await withClient(database.adminUrl, async (client) => {
        await client.query('create schema scratch')
        for (const [name, value] of Object.entries(cases)) {
          await client.query(`create table scratch.${name} as select ${value} as v`)
        }
        const { rows } = await client.query<{ size: number; stored: number; how: string | null }>(
          'select length(v) as size, pg_column_size(v) as stored, pg_column_compression(v) as how from scratch.toasted',
        )
        expect(rows[0]).toMatchObject({ how: 'pglz' })
        expect(rows[0]!.stored).toBeGreaterThan(3 * 1996)
        await client.query('delete from scratch.deleted')
        await client.query('checkpoint')
        const { rows: at } = await client.query<{ oid: string }>(
          'select oid::text from pg_database where datname = current_database()',
        )
        return join(database.server.clusterFolder, 'base', at[0]!.oid)
      })
      const needles = Object.keys(cases).map((name) => `${NEEDLE}-${name}`)
      const report = await scan(needles, [place])
      const how = (needle: number) =>
        report.found.filter((hit) => hit.needle === needle).map((hit) => hit.encoding)
      expect(how(0)).toContain('utf-8')
      expect(how(1)).toContain('utf-16le')
      expect(how(2)).toContain('compressed: utf-8')
      expect(how(3)).toContain('compressed: utf-8')
      expect(how(4)).toContain('compressed: utf-8')
      // the log is shared with tests beside this one, and a checkpoint of theirs takes away what was just written
      const inLog = async () => {
        await withClient(database.adminUrl, (client) =>
          client.query(`insert into scratch.plain values ('${NEEDLE}-plain')`),
        )
        const log = await scan(needles, [join(database.server.clusterFolder, 'pg_wal')])
        return log.found.filter((hit) => hit.needle === 0).length
      }
      await expect.poll(inLog, { timeout: 60_000 }).toBeGreaterThan(0)
      expect((await scan([`${NEEDLE}-absent`], [place])).found).toEqual([])
    },
  )
})

test('an LZ4 block is opened as well, and a broken stream gives what it had', () => {
  // literals "abcd", then a match of 8 at distance 4, then literals "Z"
  const block = Buffer.from([0x44, 0x61, 0x62, 0x63, 0x64, 4, 0, 0x10, 0x5a])
  expect(inflateLz4(block, 13).toString()).toBe('abcdabcdabcdZ')
  expect(inflatePglz(Buffer.from([0x02, 0x41, 0xf0, 0xff]), 40).toString()).toBe('A')
})
