import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { expect, test } from './support/app.ts'

/* What the served shell must refuse to whoever is not its page. */

interface Asked {
  readonly path: string
  readonly method?: string
  readonly headers?: Record<string, string>
}

/** Asks the server as no browser would. */
function ask(address: string, { path, method = 'GET', headers = {} }: Asked) {
  const { hostname, port, host } = new URL(address)
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const asked = request(
        { hostname, port, path, method, headers: { Host: host, ...headers } },
        (response) => {
          let body = ''
          response.setEncoding('utf8').on('data', (text: string) => (body += text))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
          )
        },
      )
      asked.on('error', reject)
      asked.end()
    },
  )
}

/** @returns the status that a socket was refused with, or 101 */
function open(address: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(address.replace('http', 'ws'), { headers })
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.close()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.once('error', reject)
  })
}

test('the page alone is given out, to whoever has its address', async ({ lab }) => {
  await test.step('the page comes with its policy and is kept nowhere', async () => {
    const { pathname } = new URL(lab.address)
    const { status, headers } = await ask(lab.address, { path: pathname })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; .*connect-src 'self'/,
      ),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    // Of quoted words, 'wasm-unsafe-eval' is another.
    expect(headers['content-security-policy']).not.toContain("'unsafe-eval'")
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })

  await test.step('whoever has not the address gets nothing', async () => {
    const { pathname } = new URL(lab.address)
    const token = pathname.slice(1, -1)
    // 128 bits at least, at 6 bits a character.
    expect(token.length * 6).toBeGreaterThanOrEqual(128)
    for (const path of ['/', '/favicon.ico', '/index.html', `/${token}`, `/${token.slice(1)}/`]) {
      expect(await ask(lab.address, { path })).toMatchObject({ status: 404, body: '' })
    }
  })

  await test.step('no path leads out of the page', async () => {
    const { pathname } = new URL(lab.address)
    for (const path of [
      '../main/serve.js',
      '..%2fmain%2fserve.js',
      '%2e%2e/%2e%2e/package.json',
      '..%5c..%5cpackage.json',
      '/etc/passwd',
      'index.html%00',
      'assets/',
      '%',
    ]) {
      expect(await ask(lab.address, { path: pathname + path })).toMatchObject({
        status: 404,
        body: '',
      })
    }
  })

  await test.step('nothing but GET is answered', async () => {
    const { pathname } = new URL(lab.address)
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      expect(await ask(lab.address, { path: pathname, method })).toMatchObject({
        status: 404,
        body: '',
      })
    }
  })

  await test.step('only loopback listens', async () => {
    const { port } = new URL(lab.address)
    // Every address of 127.0.0.0/8 is this machine; a server on all interfaces would answer here.
    const reached = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.2')
      socket.once('connect', () => {
        socket.destroy()
        resolve('reached')
      })
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
    })
    expect(reached).not.toBe('reached')
  })

  await test.step('nothing is run that did not come with the page', async () => {
    lab.allowConsoleErrors(/Content Security Policy/)
    const evaluated = await lab.page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'window.inline = true'
      document.head.append(script)
      return new Promise<string>((resolve) =>
        setTimeout(() => {
          try {
            resolve(String((0, eval)('6 * 7')))
          } catch (error) {
            resolve(`${(error as Error).name}, inline ${String('inline' in window)}`)
          }
        }),
      )
    })
    expect(evaluated).toBe('EvalError, inline false')
  })
})

test('nobody else may read, open the socket or send a file', async ({ lab }) => {
  await test.step('a name of somebody else that leads here is refused', async () => {
    const { pathname, port } = new URL(lab.address)
    for (const Host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) {
      const headers = { Host }
      expect(await ask(lab.address, { path: pathname, headers })).toMatchObject({
        status: 403,
        body: '',
      })
      const origin = { Host, Origin: `http://${Host}` }
      expect(await open(`${lab.address}socket`, origin)).toBe(403)
    }
  })

  await test.step('another page may neither read nor open the socket', async () => {
    const { pathname, origin } = new URL(lab.address)
    expect(await open(`${lab.address}socket`, { Origin: origin })).toBe(101)
    for (const Origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'file://']) {
      expect(await ask(lab.address, { path: pathname, headers: { Origin } })).toMatchObject({
        status: 403,
      })
      expect(await open(`${lab.address}socket`, { Origin })).toBe(403)
    }
    expect(await open(`${lab.address}socket`, {})).toBe(403)
    expect(await open(`${origin}/socket`, { Origin: origin })).toBe(404)
  })

  await test.step('another page may send no file', async () => {
    const { pathname, origin } = new URL(lab.address)
    const path = `${pathname}upload?name=a.csv`
    const post = (headers: Record<string, string>, to = path) =>
      ask(lab.address, { path: to, method: 'POST', headers })
    for (const Origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'file://']) {
      expect(await post({ Origin })).toMatchObject({ status: 403, body: '' })
    }
    expect(await post({})).toMatchObject({ status: 403, body: '' })
    expect(await post({ Origin: origin }, '/upload?name=a.csv')).toMatchObject({ status: 404 })
    const evil = { Host: 'evil.example', Origin: 'http://evil.example' }
    expect(await post(evil)).toMatchObject({ status: 403, body: '' })
    await expect(readdir(join(lab.dataFolder, 'uploads'))).rejects.toThrow('ENOENT')
  })
})
