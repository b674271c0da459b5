import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import type { Lab } from '#main/lab/types.ts'
import { noKeeper } from '#main/lab/exports/keep.ts'
import { serve, type Timeouts, type Served } from '#main/serve/server.ts'

let served: Served | undefined
const sockets: Socket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await served?.close()
  served = undefined
})

async function start(timeouts: Timeouts, lab: Partial<Lab> = {}): Promise<URL> {
  served = await serve({
    lab: lab as Lab,
    files: { read: async () => undefined },
    downloads: { keeper: noKeeper, answer: async () => false, close: async () => undefined },
    port: 0,
    timeouts,
  })
  return new URL(served.address)
}

async function open(address: URL, text: string): Promise<Socket> {
  const socket = connect(Number(address.port), '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  if (text) socket.write(text)
  return socket
}

it.each([
  ['nothing', ''],
  ['half of a first line', 'GET / HT'],
  ['half of the headers', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: '],
])('a connection that sends %s is cut', async (_, text) => {
  const address = await start({ headers: 200, silence: 100_000 })
  const socket = await open(address, text)
  socket.resume()
  await once(socket, 'close')
})

it('a connection whose body never comes is cut', async () => {
  const address = await start({ headers: 100_000, silence: 300 })
  const head = `GET ${address.pathname}x HTTP/1.1\r\nHost: ${address.host}\r\nContent-Length: 100\r\n\r\n`
  const socket = await open(address, head)
  socket.resume()
  await once(socket, 'close')
})

it('a file that comes slowly is taken, however long it takes', async () => {
  const timeouts = { headers: 150, silence: 100_000 }
  let arrived: () => void = () => undefined
  const receiveFile: Lab['receiveFile'] = async (name, _size, body) => {
    let bytes = 0
    for await (const part of body as AsyncIterable<Buffer>) {
      bytes += part.length
      arrived()
    }
    return { builtin: `${name} ${bytes}` }
  }
  const address = await start(timeouts, { receiveFile })
  const began = performance.now()
  const sent = request(new URL('upload?name=a.csv', address), {
    method: 'POST',
    headers: { Origin: address.origin },
  })
  let parts = 0
  while (performance.now() - began < 5 * timeouts.headers) {
    const taken = new Promise<void>((resolve) => (arrived = resolve))
    sent.write('x')
    parts++
    await taken
  }
  sent.end()
  const [response] = (await once(sent, 'response')) as [Readable]
  let text = ''
  for await (const part of response) text += String(part)
  expect(JSON.parse(text)).toEqual({ ok: true, value: { builtin: `a.csv ${parts}` } })
})
