import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { House } from '../crash/fire.ts'
import { hugeCsv } from '../kit/huge-csv.ts'

/** MiB by which the resident memory may differ between the first half of a stretch and the second. */
const ALLOWED = 64
const BOUNDARY = 'goodfaith-soak-boundary'
const OPTIONS = {
  mapping: { 'First Name': 'given_name', 'Last Name': 'family_name', Email: 'email', City: 'city' },
  source: { kind: 'person', detail: 'the forms of the soak' },
  grants: [{ purpose: 'service.request', basis: 'contract', evidence: { kind: 'contract' } }],
}

interface One {
  readonly id: string
  readonly state: string
  readonly total: number | null
  readonly counts: { readonly rows: number; readonly imported: number; readonly rejected: number }
}

/**
 * Uploads a file of so many megabytes to a real server, which surveys it and imports from it for as long as it may,
 * and watches the server's resident memory through all of it. True where it stayed flat and no row was lost.
 */
export async function soakUpload(megabytes: number, minutes: number): Promise<boolean> {
  const house = new House()
  try {
    await house.start()
    await house.signIn()
    console.log(`resident before: ${resident(house).toFixed(0)} MiB`)
    const until = performance.now() + minutes * 60_000
    const sending = watch(house)
    const began = performance.now()
    const { id } = await send(house, megabytes * 2 ** 20)
    tell(`uploaded ${megabytes} MB`, began, sending.end())
    const running = watch(house)
    let [one, surveyed] = [await read(house, id), 0]
    const started = performance.now()
    while (['queued', 'running'].includes(one.state) && performance.now() < until) {
      await sleep(1000)
      one = await read(house, id)
      if (one.total !== null && surveyed === 0) {
        surveyed = performance.now()
        tell(`surveyed ${one.total} rows`, started, running.grown())
        running.begin()
      }
    }
    const seconds = (performance.now() - (surveyed || started)) / 1000
    const grown = running.end()
    tell(
      `${one.state}: read ${one.counts.rows} rows, imported ${one.counts.imported}`,
      surveyed || started,
      grown,
    )
    console.log(`${(one.counts.rows / seconds).toFixed(0)} rows a second`)
    if (['queued', 'running'].includes(one.state)) await house.call('DELETE', `/imports/${id}`)
    return one.counts.imported + one.counts.rejected === one.counts.rows && grown.by <= ALLOWED
  } finally {
    await house.clear()
  }
}

function tell(what: string, since: number, { peak, by }: { peak: number; by: number }): void {
  const seconds = ((performance.now() - since) / 1000).toFixed(0)
  console.log(
    `${what} in ${seconds} s; resident at most ${peak.toFixed(0)} MiB, grew by ${by.toFixed(0)} MiB`,
  )
}

async function read(house: House, id: string): Promise<One> {
  return (await house.call('GET', `/imports/${id}`)).body as One
}

/** The file is made while it is sent: neither side ever has all of it. */
async function send(house: House, bytes: number): Promise<One> {
  async function* body() {
    yield `--${BOUNDARY}\r\nContent-Disposition: form-data; name="options"\r\n\r\n${JSON.stringify(OPTIONS)}\r\n`
    yield `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="huge.csv"\r\nContent-Type: text/csv\r\n\r\n`
    yield* hugeCsv(bytes)
    yield `\r\n--${BOUNDARY}--\r\n`
  }
  return new Promise((resolve, reject) => {
    const asked = request(`${house.url}/api/v1/imports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${house.token}`,
        purpose: 'service.request',
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      },
    })
    asked.once('error', reject)
    asked.once('response', (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        if (answer.statusCode === 202) resolve(JSON.parse(text) as One)
        else reject(new Error(`${answer.statusCode} ${text}`))
      })
    })
    Readable.from(body()).pipe(asked)
  })
}

/** The highest resident memory of both halves of a stretch, so that growth shows. */
function watch(house: House) {
  let samples: number[] = []
  const timer = setInterval(() => samples.push(resident(house)), 500)
  const grown = () => {
    const half = Math.ceil(samples.length / 2)
    const most = (list: number[]) => Math.max(...list, 0)
    return { peak: most(samples), by: most(samples.slice(half)) - most(samples.slice(0, half)) }
  }
  return {
    begin: () => (samples = []),
    grown,
    end: () => {
      clearInterval(timer)
      return grown()
    },
  }
}

/** MiB, where the system tells it (proc(5)). */
function resident(house: House): number {
  const status = readFileSync(`/proc/${house.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024
}
