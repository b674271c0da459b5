import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { connectClient } from '#test/integration/serve/client.ts'
import { asRoot, environment, needed, root } from './environment.ts'
import { childrenOf } from './processes.ts'
import type { RunningShell } from './program.ts'

/** Starts the served shell, and opens its page in a browser that reaches no other host. */
export async function launchServed(
  folder: string,
  watch: (page: Page) => void,
): Promise<RunningShell> {
  const server = spawn(process.execPath, [join(root, 'out', 'main', 'serve.js')], {
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
  const address = await addressOf(server, ended)
  const browser = await chromium.launch({
    executablePath: needed('CHROME_PATH'),
    args: [
      ...asRoot,
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
  const open = async (): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-US',
    })
    context.setDefaultTimeout(120_000)
    const page = await context.newPage()
    watch(page)
    await page.goto(address)
    return page
  }
  let page = await open()
  return {
    get page() {
      return page
    },
    address,
    pid: server.pid ?? 0,
    trainerPids: async () => (server.pid === undefined ? [] : childrenOf(server.pid)),
    get usable() {
      return browser.isConnected()
    },
    async renew(clear) {
      await page.context().close()
      const client = await connectClient(address)
      await clear(client.laboratory)
      client.close()
      page = await open()
    },
    async close() {
      await browser.close()
      server.kill('SIGINT')
      const code = await ended
      if (code !== 0) throw new Error(`the served shell ended with code ${code}`)
    },
  }
}

/** The server's first line says where the page is. */
function addressOf(server: ChildProcess, ended: Promise<number | null>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, address] = /^Descent Lab is open at (\S+)$/m.exec(said) ?? []
      if (address) resolve(address)
    })
    void ended.then((code) => reject(new Error(`the served shell ended at once with code ${code}`)))
  })
}
