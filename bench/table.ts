/** Tables for people to read and a file for machines. */
import { mkdir, writeFile } from 'node:fs/promises'
import { arch, cpus, loadavg, platform, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

export type Cell = string | number | null

/** A table in plain text: the first column to the left, the others to the right; null is a dash. */
export function tableOf(title: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [heads, ...rows.map((row) => row.map(shown))]
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  const laid = lines.map((line) =>
    widths
      .map((width, i) => (i === 0 ? (line[i] ?? '').padEnd(width) : (line[i] ?? '').padStart(width)))
      .join('  '),
  )
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return ['', title, '', laid[0], rule, ...laid.slice(1), ''].join('\n')
}

/** Three digits that matter: 9446, 94.5, 9.45, 0.94. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return '–'
  return value.toFixed(value >= 100 ? 0 : value >= 20 ? 1 : 2)
}

/** What the figures were measured on; without it they say nothing. */
export function machine(): Record<string, string | number> {
  return {
    cpus: cpus().length,
    model: cpus()[0]?.model.trim() ?? '',
    gigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
    load: loadavg()[0]!.toFixed(2),
  }
}

/** Writes `bench/results/<time>-<name>.json` and gives its path. */
export async function writeResults(name: string, results: unknown): Promise<string> {
  const folder = fileURLToPath(new URL('results/', import.meta.url))
  await mkdir(folder, { recursive: true })
  const time = new Date().toISOString().slice(0, 16).replace(':', '')
  const path = `${folder}${time}-${name}.json`
  await writeFile(path, `${JSON.stringify(results, null, 2)}\n`)
  return path
}

function shown(cell: Cell): string {
  return cell === null ? '–' : typeof cell === 'number' ? figure(cell) : cell
}
