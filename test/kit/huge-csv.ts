import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** A CSV file as large as is asked for, made while it is read: rows of people, with what real files have in them. */
export async function* hugeCsv(bytes: number): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(
    'Record ID,First Name,Last Name,Email,Phone Number,Create Date,City,Notes,Unsubscribed\r\n',
  )
  let made = 0
  for (let piece = 0; made < bytes; piece += 1) {
    const rows = Array.from({ length: 400 }, (_, at) => rowOf(piece * 400 + at)).join('')
    const buffer = Buffer.from(rows)
    made += buffer.length
    yield buffer
  }
}

function rowOf(number: number): string {
  const note = number % 50 === 0 ? '"called twice,\r\nsaid ""later"""' : 'Zoë was kind'
  const broken = number % 10_000 === 9999 ? '"' : ''
  const date = `${(number % 28) + 1}/${(number % 12) + 1}/2024`
  return `${number},Gaëlle,Perrin ${number},p${number}@example.com,+33 4 50 11 22 33,${date},${broken}Annecy,${note},${number % 9 === 0}\r\n`
}

/** How the heap grows while something streams; every sample is taken after a full collection. */
export function watchHeap() {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const samples: number[] = []
  return {
    sample(): void {
      collectGarbage()
      const { heapUsed, external } = process.memoryUsage()
      samples.push((heapUsed + external) / 1_048_576)
    },
    /** Growth in MiB from the first quarter of the samples to the last, by their medians. */
    growth(): number {
      const quarter = Math.max(1, Math.floor(samples.length / 4))
      return median(samples.slice(-quarter)) - median(samples.slice(0, quarter))
    },
    peak: () => Math.max(...samples),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
