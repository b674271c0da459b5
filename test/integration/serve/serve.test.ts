import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReplyFrame } from '#shared/contract/wire.ts'
import { built, iris, ofKind, recordsOf, runsIn } from '../lab/support.ts'
import { connectClient, type Client } from './client.ts'

let folder: string
let server: ChildProcess
let address: string
let clients: Client[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  clients = []
  server = spawn(process.execPath, [join(await built(), 'serve.js')], {
    env: { ...process.env, DESCENT_LAB_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(server.stdout!.setEncoding('utf8'), 'data')) as [string]
  address = /^Descent Lab is open at (http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/)\n$/.exec(said)?.[1] ?? ''
})

afterEach(async () => {
  for (const client of clients) client.socket.terminate()
  if (server.exitCode === null) {
    server.kill('SIGINT')
    expect(await once(server, 'exit')).toEqual([0, null])
  }
  await rm(folder, { recursive: true })
})

async function connect(): Promise<Client> {
  const client = await connectClient(address)
  clients.push(client)
  return client
}

type MessageFrame = Extract<ReplyFrame, { kind: 'message' }>
const messages = (client: Client): MessageFrame[] =>
  client.frames.filter((frame): frame is MessageFrame => frame.kind === 'message')

/** Answers every message of a stream, as a page does. */
function acknowledgeAll(client: Client): void {
  const take = ({ stream, message }: MessageFrame): void =>
    client.send({ kind: 'acknowledge', stream, sequence: message.sequence })
  messages(client).forEach(take)
  client.onFrame = (frame) => {
    if (frame.kind === 'message') take(frame)
  }
}

/** Long enough that nothing ends it but the test. */
const endless = iris({ budget: { epochs: 1_000_000 }, record: { every: { steps: 10 } } })

describe('the served laboratory', () => {
  it('says what it is', async () => {
    const { laboratory } = await connect()
    expect(await laboratory.describe()).toMatchObject({
      shell: 'served',
      node: process.versions.node,
      runsFolder: join(folder, 'runs'),
    })
    expect(await laboratory.currentRaces()).toEqual([])
  })

  it('keeps settings and sends them to every page', async () => {
    const [one, other] = [await connect(), await connect()]
    const settings = { language: 'zh-CN', theme: 'dark', projector: true } as const
    expect(await one.laboratory.writeSettings(settings)).toEqual(settings)
    expect(await other.laboratory.readSettings()).toEqual(settings)
    await expect.poll(() => other.events).toContainEqual({ kind: 'settings', settings })
  })

  it('runs a race whose numbers on the socket are those in the log', async () => {
    const client = await connect()
    const race = await client.laboratory.startRace({ spec: iris(), pace: 40 })
    acknowledgeAll(client)
    const seen = new Map<string, number>()
    const { columns } = await client.laboratory.watchRace({ id: race.id })
    await expect
      .poll(() => client.events.findLast(({ kind }) => kind === 'race'))
      .toMatchObject({ kind: 'race', status: { id: race.id, phase: 'finished', step: 20 } })
    await expect
      .poll(() => messages(client).filter(({ message }) => message.phase === 'finished').length)
      .toBe(race.shape.shards)

    for (const each of [columns, ...messages(client).map(({ message }) => message.columns)]) {
      each.run.forEach((run, row) =>
        seen.set(`${run}@${each.step[row]}`, each.metrics.trainLoss?.[row] ?? Number.NaN),
      )
    }
    const logged = ofKind(await recordsOf(race.folder), 'metrics').flatMap((point) =>
      point.runs.map((run, index) => [`${run}@${point.step}`, point.trainLoss?.[index]] as const),
    )
    expect(logged).toHaveLength(60)
    expect([...seen].sort()).toEqual(logged.sort())
  })

  it('refuses a call by its error, and goes on', async () => {
    const { laboratory } = await connect()
    const wrong = { ...iris(), lanes: [{ id: 'a', optimizer: 'magic' }] } as never
    await expect(laboratory.startRace({ spec: wrong, pace: null })).rejects.toMatchObject({
      code: 'bad-spec',
      details: ["lanes[0].optimizer: there is no optimizer 'magic'"],
    })
    await expect(laboratory.pauseRace({ id: 'none' })).rejects.toMatchObject({ code: 'not-found' })
    expect(await laboratory.readSettings()).toMatchObject({ theme: 'system' })
  })

  it('has no file manager to show', async () => {
    const { laboratory } = await connect()
    const { id } = await laboratory.startRace({ spec: iris(), pace: null })
    expect(await laboratory.showRunFolder({ id })).toBe(false)
  })
})

describe('a page that lags', () => {
  it('has one message of a stream under way, and gets the end when it takes it up again', async () => {
    const client = await connect()
    const { id, shape } = await client.laboratory.startRace({ spec: endless, pace: null })
    await client.laboratory.watchRace({ id })
    // It takes nothing: one message a stream, however long the race goes on.
    const told = (): number => client.events.filter(({ kind }) => kind === 'race').length
    await expect.poll(told).toBeGreaterThan(15)
    expect(
      messages(client)
        .map(({ stream }) => stream)
        .sort(),
    ).toEqual(Array.from({ length: shape.shards }, (_, index) => index + 1))
    await client.laboratory.stopRace({ id })
    acknowledgeAll(client)
    await expect
      .poll(() => messages(client).filter(({ message }) => message.phase === 'stopped').length)
      .toBe(shape.shards)
    // All that was merged meanwhile came thinned, in order, and with its last point.
    const last = messages(client).filter(({ message }) => message.columns.step.length > 0)
    expect(last.length).toBeLessThan(10)
    const logged = ofKind(await recordsOf((await runsIn(folder))[0]!), 'metrics')
    for (let shard = 0; shard < shape.shards; shard++) {
      const end = logged.filter((point) => point.shard === shard).at(-1)
      const steps = last.map(({ message }) => message.columns.step.at(-1))
      expect(steps).toContain(end?.step)
    }
  })

  it('that does not even read makes the server hold little', async () => {
    const client = await connect()
    const { id } = await client.laboratory.startRace({ spec: endless, pace: null })
    await client.laboratory.watchRace({ id })
    client.socket.pause()
    const other = await connect()
    const before = memoryOf(server.pid!)
    // Statuses come ten times a second to a page that reads.
    await expect.poll(() => other.events.length).toBeGreaterThan(30)
    expect(memoryOf(server.pid!) - before).toBeLessThan(64 * 2 ** 20)
    client.socket.resume()
    acknowledgeAll(client)
    await other.laboratory.stopRace({ id })
    await expect
      .poll(() => client.events.findLast(({ kind }) => kind === 'race'))
      .toMatchObject({ status: { phase: 'stopped' } })
  })

  it('that drops its socket finds the race again by another', async () => {
    const client = await connect()
    const { id, shape } = await client.laboratory.startRace({ spec: endless, pace: null })
    await client.laboratory.watchRace({ id })
    client.socket.terminate()

    const again = await connect()
    acknowledgeAll(again)
    expect((await again.laboratory.currentRaces())[0]).toMatchObject({
      id,
      status: { phase: 'running' },
    })
    const { columns } = await again.laboratory.watchRace({ id })
    expect(columns.step.length).toBeGreaterThan(0)
    await expect.poll(() => messages(again).length).toBeGreaterThan(2 * shape.shards)
  })
})

describe('a socket that misbehaves', () => {
  it.each([
    ['text', 'hello', 1003],
    ['what is not MessagePack', Buffer.from([0xc1]), 1008],
    [
      'a frame of no known kind',
      Buffer.from([0x81, 0xa4, 0x6b, 0x69, 0x6e, 0x64, 0xa1, 0x78]),
      1008,
    ],
    ['a frame of 5 MiB', Buffer.alloc(5 * 2 ** 20), 1009],
  ])('by %s is closed', async (_, data, code) => {
    const { socket } = await connect()
    socket.send(data)
    const [closed] = (await once(socket, 'close')) as [number]
    expect(closed).toBe(code)
    expect(await (await connect()).laboratory.readSettings()).toBeDefined()
  })

  it('by acknowledging streams that are not there does nothing', async () => {
    const client = await connect()
    client.send({ kind: 'acknowledge', stream: 99, sequence: 1 })
    client.send({ kind: 'close', stream: 99 })
    expect(await client.laboratory.currentRaces()).toEqual([])
  })
})

describe('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '(%s) ends a running race with its record complete',
    async (signal) => {
      const client = await connect()
      const race = await client.laboratory.startRace({ spec: endless, pace: null })
      await client.laboratory.watchRace({ id: race.id })
      const closed = once(client.socket, 'close')
      server.kill(signal)
      expect(await once(server, 'exit')).toEqual([0, null])
      expect((await closed)[0]).toBe(1001)
      const records = await recordsOf(race.folder)
      expect(records.at(-1)).toMatchObject({ kind: 'end', reason: 'stopped' })
    },
  )
})

/** Bytes that a process holds in memory. */
function memoryOf(pid: number): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return Number(kilobytes) * 1024
}
