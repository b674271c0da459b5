import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createLab } from '#main/lab/laboratory.ts'
import type { Lab } from '#main/lab/types.ts'
import { openPageFiles } from '#main/lab/page-files.ts'
import { createDownloads } from '#main/serve/downloads.ts'
import { serve, type Served } from '#main/serve/server.ts'
import { connectServed } from '#renderer/bridge/served.ts'
import type { Bridge, Connection, RaceStream } from '#renderer/bridge/types.ts'
import { noReader } from '#test/support/no-reader.ts'
import { iris } from '../lab/support.ts'
import { borrowPool, built } from '../support.ts'

/** A browser's socket: it says which page opens it. */
class BrowserSocket extends WebSocket {
  constructor(address: string) {
    super(address, { origin: `http://${new URL(address).host}` })
    // Where nobody listens for it, a browser lets an error pass.
    this.on('error', () => undefined)
  }
}

/** The network between page and server, which can fail. */
interface Cable {
  readonly port: number
  cut(): void
  /** While unplugged, nothing gets through. */
  unplugged: boolean
  close(): void
}

async function layCable(target: number): Promise<Cable> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((near) => {
    if (cable.unplugged) return void near.destroy()
    const far = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cable: Cable = {
    port: (server.address() as AddressInfo).port,
    unplugged: false,
    cut: () => sockets.forEach((socket) => socket.destroy()),
    close() {
      cable.cut()
      server.close()
    },
  }
  return cable
}

let folder: string
let lab: Lab
let served: Served
let cable: Cable
let bridge: Bridge
let states: Connection[]

beforeEach(async () => {
  vi.stubGlobal('WebSocket', BrowserSocket)
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  const out = await built()
  lab = createLab({
    reader: noReader,
    shell: 'served',
    version: '1.2.3',
    dataFolder: folder,
    pool: borrowPool(out, 2),
  })
  const files = await openPageFiles(join(out, '..', 'renderer'))
  served = await serve({
    lab,
    files,
    downloads: createDownloads(join(folder, 'downloads')),
    port: 0,
  })
  cable = await layCable(Number(new URL(served.address).port))
  const address = new URL('socket', served.address)
  address.protocol = 'ws:'
  address.port = String(cable.port)
  bridge = connectServed(address.href)
  states = []
  bridge.onConnection((now) => states.push(now))
})

afterEach(async () => {
  // A page that is left connects no more; this one would try for as long as the process lives.
  vi.stubGlobal('WebSocket', EventTarget)
  cable.unplugged = true
  cable.close()
  await served.close()
  await lab.dispose()
  await rm(folder, { recursive: true })
})

const endless = iris({ budget: { epochs: 1_000_000 }, record: { every: { steps: 20 } } })

describe('the bridge of the served page', () => {
  it('sends what was called before it was connected', async () => {
    expect(bridge.connection).toBe('connecting')
    expect(await bridge.laboratory.describe()).toMatchObject({ version: '1.2.3' })
    expect([bridge.connection, bridge.shell, bridge.platform]).toEqual([
      'connected',
      'served',
      process.platform,
    ])
    expect(states).toEqual(['connected'])
  })

  it('brings events, and none after a listener has left', async () => {
    const themes: string[] = []
    const off = bridge.onEvent((event) => {
      if (event.kind === 'settings') themes.push(event.settings.theme)
    })
    const settings = await bridge.laboratory.readSettings()
    await bridge.laboratory.writeSettings({ ...settings, theme: 'dark' })
    off()
    await bridge.laboratory.writeSettings({ ...settings, theme: 'light' })
    expect(themes).toEqual(['dark'])
  })

  it('rejects with the error of the laboratory', async () => {
    await expect(bridge.laboratory.pauseRace({ id: 'none' })).rejects.toMatchObject({
      name: 'LabError',
      code: 'not-found',
    })
  })

  it('brings one stream a shard, in order, until the end', async () => {
    const streams: RaceStream[] = []
    bridge.onStream((stream) => streams.push(stream))
    const spec = iris({ budget: { epochs: 40 } })
    const race = await bridge.laboratory.startRace({ spec, pace: 1000 })
    await bridge.laboratory.watchRace({ id: race.id })
    expect(streams.map(({ raceId, shard }) => [raceId, shard])).toEqual(
      Array.from({ length: race.shape.shards }, (_, shard) => [race.id, shard]),
    )
    const steps = streams.map(() => [] as number[])
    const ends = streams.map(
      ({ port }, shard) =>
        new Promise<void>((resolve) =>
          port.onMessage((message) => {
            steps[shard]?.push(...message.columns.step)
            port.acknowledge(message.sequence)
            if (message.phase === 'finished') resolve()
          }),
        ),
    )
    await Promise.all(ends)
    for (const each of steps) {
      expect(each).toEqual([...each].sort((a, b) => a - b))
      expect(each.at(-1)).toBe(200)
    }
  })

  it('says when it is lost, rejects what was under way, and comes back by itself', async () => {
    const { id } = await bridge.laboratory.startRace({ spec: endless, pace: 200 })
    const closed: number[] = []
    bridge.onStream(({ shard, port }) => {
      port.onMessage(({ sequence }) => port.acknowledge(sequence))
      port.onClose(() => closed.push(shard))
    })
    await bridge.laboratory.watchRace({ id })

    cable.unplugged = true
    const underWay = bridge.laboratory.advanceRace({ id })
    cable.cut()
    await expect(underWay).rejects.toMatchObject({
      code: expect.stringMatching(/disconnected|wrong-phase/),
    })
    await expect.poll(() => states.at(-1)).toBe('disconnected')
    expect(closed.sort()).toEqual([0, 1])
    await expect(bridge.laboratory.describe()).rejects.toMatchObject({ code: 'disconnected' })

    cable.unplugged = false
    await expect.poll(() => states.at(-1)).toBe('connected')
    expect(states).toEqual(['connected', 'disconnected', 'connected'])
    expect((await bridge.laboratory.currentRaces())[0]).toMatchObject({
      id,
      status: { phase: 'running' },
    })
    const { columns } = await bridge.laboratory.watchRace({ id })
    expect(columns.step.length).toBeGreaterThan(0)
  })

  it('leaves a stream that nobody reads any more', async () => {
    const { id } = await bridge.laboratory.startRace({ spec: endless, pace: 200 })
    let messages = 0
    const first = new Promise<void>((resolve) =>
      bridge.onStream(({ port }) =>
        port.onMessage(({ sequence }) => {
          messages++
          port.acknowledge(sequence)
          port.close()
          resolve()
        }),
      ),
    )
    await bridge.laboratory.watchRace({ id })
    await first
    await bridge.laboratory.describe()
    const before = messages
    await expect
      .poll(async () => (await bridge.laboratory.currentRaces())[0]?.status.step)
      .toBeGreaterThan(60)
    expect(messages).toBe(before)
  })
})
