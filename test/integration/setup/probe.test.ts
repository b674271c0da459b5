import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { probe, proxyFor } from '#scripts/setup/probe.ts'
import { closedOrigin, serve, type LocalServer } from './support.ts'

let server: LocalServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

describe("the probe of a vendor's host", () => {
  it('is content with any answer', async () => {
    server = await serve((_, response) => response.writeHead(404).end())
    expect(await probe(server.origin, {})).toEqual({ reachable: true })
  })

  it('gives up on a host that never answers when its time is over', async () => {
    server = await serve(() => undefined)
    const found = await probe(server.origin, {}, 200)
    expect(found).toMatchObject({ reachable: false })
    expect(JSON.stringify(found)).toContain('gave no answer in 0.2 s')
  })

  it('names the reason where the connection is refused', async () => {
    const found = await probe(await closedOrigin(), {})
    expect(JSON.stringify(found)).toContain('ECONNREFUSED')
  })

  it('names the reason where the name is unknown', async () => {
    // RFC 2606 keeps ".invalid" for names that never resolve.
    const found = await probe('https://host.invalid/', {})
    expect(found).toMatchObject({ reachable: false })
    expect(JSON.stringify(found)).toMatch(/host\.invalid: (ENOTFOUND|EAI_AGAIN)/)
  })

  it('refuses what is no address', async () => {
    expect(await probe('no address', {})).toEqual({
      reachable: false,
      reason: '"no address" is no address',
    })
  })
})

describe('the probe through a proxy', () => {
  it('asks the proxy that the environment names, but not for this machine', () => {
    const env = { HTTPS_PROXY: 'http://proxy.example:3128' }
    expect(proxyFor(new URL('https://host.example/'), env)?.host).toBe('proxy.example:3128')
    expect(proxyFor(new URL('http://127.0.0.1:80/'), env)).toBeUndefined()
    expect(proxyFor(new URL('https://host.example/'), {})).toBeUndefined()
  })

  it.each([
    ['lets it through', '200 OK', true],
    ['refuses', '403 Forbidden', false],
  ])('believes a proxy that %s', async (_, status, reachable) => {
    const proxy = createServer()
    const asked: string[] = []
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '')
      socket.end(`HTTP/1.1 ${status}\r\n\r\n`)
    })
    await once(proxy.listen(0, '127.0.0.1'), 'listening')
    const { port } = proxy.address() as AddressInfo
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}` }
    expect(await probe('https://host.invalid/file.zip', env)).toMatchObject({ reachable })
    expect(asked).toEqual(['host.invalid:443'])
    proxy.close()
  })
})
