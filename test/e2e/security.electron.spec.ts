import { parseSweep } from '#shared/experiment/sweep/index.ts'
import { parseSpec } from '#shared/experiment/spec.ts'
import { writeFile } from 'node:fs/promises'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { callNames } from '#shared/contract/calls.ts'
import { expect, test, type LabFixture } from './support/app.ts'
import { findPreset } from '#shared/experiment/presets.ts'
import { laboratoryOf } from './support/calls.ts'

/* What the desktop shell must refuse a page, were it to turn against its user. */

test('the page is sandboxed, and given the calls of the contract and nothing more', async ({
  lab,
}) => {
  await test.step('the page runs sandboxed and isolated, with no Node in it', async () => {
    const preferences = await lab.electron?.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>
      }
      return contents.getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
    })
    const globals = await lab.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    )
    expect(globals).toEqual([])
  })

  await test.step('the page is given the calls of the contract and nothing more', async () => {
    const api = await lab.page.evaluate(() => {
      const given = (window as unknown as { descentLab: { calls: object } }).descentLab
      return { top: Object.keys(given).sort(), calls: Object.keys(given.calls).sort() }
    })
    expect(api.top).toEqual(['calls', 'listening', 'onEvent', 'openFile', 'platform'])
    expect(api.calls).toEqual([...callNames].sort())
  })

  await test.step('no other window opens', async () => {
    const opened = await lab.page.evaluate(() =>
      ['https://example.com/', 'about:blank', window.location.href].map(
        (address) => window.open(address) === null,
      ),
    )
    expect(opened).toEqual([true, true, true])
    const windows = await lab.electron?.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().length,
    )
    expect(windows).toBe(1)
  })

  await test.step('permissions are refused', async () => {
    const refused = await lab.page.evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'camera',
        'microphone',
        'midi',
        'clipboard-read',
      ]
      const states = await Promise.all(
        names.map(async (name) => {
          const { state } = await navigator.permissions.query({ name: name as PermissionName })
          return state
        }),
      )
      const position = await new Promise<number>((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve(0),
          ({ code }) => resolve(code),
        ),
      )
      return { states, position, notifications: await Notification.requestPermission() }
    })
    expect(new Set(refused.states)).toEqual(new Set(['denied']))
    expect(refused.position).toBe(1) // PERMISSION_DENIED
    expect(refused.notifications).toBe('denied')
  })

  await test.step('no spelling is checked, so no dictionary is asked for', async () => {
    const found = await lab.electron?.evaluate(({ session }) =>
      [session.defaultSession, session.fromPartition('another')].map((each) => ({
        checked: each.isSpellCheckerEnabled(),
        languages: each.getSpellCheckerLanguages(),
      })),
    )
    expect(found).toEqual(Array(2).fill({ checked: false, languages: [] }))
  })

  await test.step('the protocol gives out the files of the page alone', async () => {
    lab.allowConsoleErrors(/404/)
    const answers = await lab.page.evaluate(() =>
      Promise.all(
        [
          '/',
          '/index.html',
          '/../main/index.js',
          '/..%2fmain%2findex.js',
          '/%2e%2e/%2e%2e/package.json',
          '/..%5c..%5cpackage.json',
          '//etc/passwd',
          '/none.js',
        ].map(async (path) => (await fetch(`lab://app${path}`)).status),
      ),
    )
    expect(answers).toEqual([200, 200, 404, 404, 404, 404, 404, 404])
    const headers = await lab.page.evaluate(async () => {
      const { headers } = await fetch('lab://app/')
      return [headers.get('content-security-policy'), headers.get('x-content-type-options')]
    })
    expect(headers).toEqual([expect.stringContaining("default-src 'none'"), 'nosniff'])
  })
})

test('only messages of our window and of the contract are answered', async ({ lab }) => {
  await test.step('a message from any window but ours is refused', async () => {
    const answer = await lab.electron?.evaluate(async ({ app, BrowserWindow }) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: {
          sandbox: true,
          contextIsolation: true,
          preload: `${app.getAppPath()}/out/preload/index.cjs`,
        },
      })
      try {
        await other.loadURL('lab://app/')
        return (await other.webContents.executeJavaScript(
          "Promise.all([descentLab.calls.describe(), descentLab.openFile(new File(['x'], 'x.csv'))])",
        )) as unknown
      } finally {
        other.destroy()
      }
    })
    const refused = { ok: false, error: { code: 'bad-message' } }
    expect(answer).toMatchObject([refused, refused])
  })

  await test.step('a message of no form of the contract is refused', async () => {
    const answers = await lab.page.evaluate(async () => {
      type Call = (input?: unknown) => Promise<{ ok: boolean; error?: { code: string } }>
      const { calls } = (window as unknown as { descentLab: { calls: Record<string, Call> } })
        .descentLab
      const inputs = [
        calls['pauseRace']!({ id: 7 }),
        calls['writeSettings']!({ theme: 'plaid' }),
        calls['startRace']!('iris'),
        calls['describe']!({ x: 1 }),
      ]
      return (await Promise.all(inputs)).map((answer) => answer.error?.code)
    })
    expect(answers).toEqual(Array(4).fill('bad-message'))
  })
})

test('no file opens but one that a person chose', async ({ lab }) => {
  await test.step('the page opens no file by naming it', async () => {
    const secret = join(lab.folder, 'secret.csv')
    await writeFile(secret, 'x,kind\n1,a\n2,b\n')
    const codes = await lab.page.evaluate(async (path) => {
      type Given = { openFile(file: unknown): Promise<{ ok: boolean; error?: { code: string } }> }
      const { openFile } = (window as unknown as { descentLab: Given }).descentLab
      const disguised = new File(['x,kind'], path)
      Object.defineProperty(disguised, 'path', { value: path })
      const forged = [path, { path }, { name: path }, new File(['x'], path), disguised, null]
      return Promise.all(
        forged.map((file) =>
          openFile(file).then(
            (answer) => answer.error?.code ?? 'opened',
            () => 'threw',
          ),
        ),
      )
    }, secret)
    // What is no file at all does not even get out of the preload.
    expect(codes).toEqual(['threw', 'threw', 'threw', 'file-not-taken', 'file-not-taken', 'threw'])
    const laboratory = laboratoryOf(lab.page)
    for (const file of [secret, '/etc/passwd', join(lab.dataFolder, 'settings.json')]) {
      const source = { file, read: {} }
      await expect(laboratory.openTable({ source })).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  await test.step('no raw message on any channel of files opens one', async () => {
    const secret = join(lab.folder, 'secret.csv')
    await writeFile(secret, 'x,kind\n1,a\n2,b\n')
    // As if the page's whole process were taken over: its own frame, and any message at all.
    const codes = await lab.electron?.evaluate(async ({ BrowserWindow, ipcMain }, path) => {
      type Answer = { ok: boolean; value?: unknown; error?: { code: string } }
      type Handler = (event: unknown, message: unknown) => Promise<Answer>
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })
        ._invokeHandlers
      const contents = BrowserWindow.getAllWindows()[0]!.webContents
      const event = { sender: contents, senderFrame: contents.mainFrame }
      const send = (channel: string, message: unknown): Promise<Answer> =>
        handlers.get(`descent-lab:${channel}`)!(event, message)
      const answers: Answer[] = []
      const messages = [path, { path }, [path], { ticket: path, parts: [] }, null]
      for (const message of messages) answers.push(await send('file', message))
      for (const parts of [[], [new Uint8Array(16)], [Buffer.from('x,kind\n1,a\n2,c\n')], [path]]) {
        const { value } = await send('hand', { path, size: 15 })
        const { ticket } = value as { ticket: string }
        answers.push(await send('file', { ticket, parts }))
      }
      return answers.map(({ error }) => error?.code ?? 'opened')
    }, secret)
    expect(codes).toEqual(Array(9).fill('file-not-taken'))
    // Nor does any call of the contract that takes a source of tables, or a path.
    const laboratory = laboratoryOf(lab.page)
    const source = { file: secret, read: {} }
    const spec = parseSpec({ ...findPreset('iris')!.spec, dataset: { file: secret } })
    const sweep = parseSweep({ experiment: spec })
    const calls = [
      laboratory.openTable({ source }),
      laboratory.relateColumns({ source, target: 'kind', task: 'classification' }),
      laboratory.importRun({ source }),
      laboratory.startRace({ spec, pace: null }),
      laboratory.planSweep({ spec: sweep }),
      laboratory.startSweep({ spec: sweep }),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'not-found' })
    expect(await laboratory.showFile({ path: secret })).toBe(false)
    expect(await laboratory.forgetTable({ source })).not.toContainEqual(
      expect.objectContaining({ name: 'secret.csv' }),
    )
    await expect(laboratory.openTable({ source })).rejects.toMatchObject({ code: 'not-found' })
  })

  await test.step('the page opens a file that a person chose', async () => {
    const chosen = join(lab.folder, 'chosen.csv')
    await writeFile(chosen, 'x,kind\n1,a\n2,b\n3,a\n4,b\n')
    await lab.page.evaluate(() => {
      const input = document.createElement('input')
      input.type = 'file'
      input.id = 'chooser'
      document.body.append(input)
    })
    await lab.page.setInputFiles('#chooser', chosen)
    const answer = await lab.page.evaluate(() => {
      type Given = { openFile(file?: File): Promise<unknown> }
      const { openFile } = (window as unknown as { descentLab: Given }).descentLab
      return openFile(document.querySelector<HTMLInputElement>('#chooser')?.files?.[0])
    })
    expect(answer).toEqual({ ok: true, value: { file: chosen, read: {} } })
    const source = { file: chosen, read: {} }
    expect(await laboratoryOf(lab.page).openTable({ source })).toMatchObject({
      name: 'chosen.csv',
      rows: 4,
      suggestedTarget: 'kind',
    })
  })
})

/** What the window's contents have been told of navigations, as `asked <address>` and `at <address>`. */
function navigations(lab: LabFixture): Promise<string[]> {
  return lab.electron!.evaluate(
    () => (globalThis as unknown as { navigations: string[] }).navigations,
  )
}

test('the window stays on its page, wherever it is asked to go', async ({ lab }) => {
  lab.allowConsoleErrors(/Not allowed to load local resource/)
  await lab.electron!.evaluate(({ BrowserWindow }) => {
    const seen: string[] = []
    Object.assign(globalThis, { navigations: seen })
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.on('will-navigate', ({ url }) => seen.push(`asked ${url}`))
    contents?.on('did-navigate', (_event, url) => seen.push(`at ${url}`))
  })
  for (const [address, sign] of [
    ['https://example.com/', 'asked https://example.com/'],
    ['file:///etc/passwd', 'Not allowed to load local resource: file:///etc/passwd'],
    ['lab://other/', 'asked lab://other/'],
    // An empty document comes without asking, and may not stay.
    ['about:blank', 'at lab://app/'],
  ] as const) {
    await lab.page.evaluate((to) => {
      window.location.href = to
    }, address)
    // It was tried, and has been dealt with.
    await expect
      .poll(async () => [...(await navigations(lab)), ...lab.consoleErrors])
      .toContain(sign)
    const other = (await navigations(lab)).filter((each) => each.startsWith('at '))
    expect(other.filter((each) => !['at lab://app/', 'at about:blank'].includes(each))).toEqual([])
    await expect.poll(() => lab.page.url()).toBe('lab://app/')
  }
})

test('nothing runs that did not come with the page, and nothing is fetched', async ({ lab }) => {
  await test.step('nothing is run that did not come with the page', async () => {
    lab.allowConsoleErrors(/Content Security Policy/)
    const ran = await lab.page.evaluate(async () => {
      const window_ = window as unknown as { inline?: boolean; evaluated?: string }
      const script = document.createElement('script')
      script.textContent = 'window.inline = true'
      document.head.append(script)
      const button = document.createElement('button')
      button.setAttribute('onclick', 'window.inline = true')
      document.body.append(button)
      button.click()
      button.remove()
      // Later, since the tools that drive this page may evaluate what they like.
      await new Promise<void>((done) =>
        setTimeout(() => {
          try {
            window_.evaluated = String((0, eval)('6 * 7'))
          } catch (error) {
            window_.evaluated = (error as Error).name
          }
          done()
        }),
      )
      return { inline: window_.inline ?? false, evaluated: window_.evaluated }
    })
    expect(ran).toEqual({ inline: false, evaluated: 'EvalError' })
  })

  await test.step('nothing is fetched from anywhere, by the page or beneath it', async () => {
    lab.allowConsoleErrors(/Content Security Policy|Failed to load resource/)
    let asked = 0
    const server = createServer((_, response) => {
      asked++
      response.end('reached')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      const fetched = await lab.page.evaluate(async (to) => {
        const picture = new Image()
        picture.src = `${to}picture.png`
        return fetch(to).then(
          () => 'reached',
          (error: Error) => error.name,
        )
      }, address)
      expect(fetched).toBe('TypeError')
      const beneath = await lab.electron?.evaluate(
        ({ session }, to) =>
          session.defaultSession.fetch(to).then(
            () => 'reached',
            (error: Error) => error.message,
          ),
        address,
      )
      expect(beneath).toContain('ERR_BLOCKED_BY_CLIENT')
      expect(asked).toBe(0)
    } finally {
      server.close()
      // What was blocked was asked for on purpose.
      lab.requests.splice(0)
    }
  })

  await test.step('no packet leaves by WebRTC, which asks neither policy nor filter', async () => {
    lab.allowConsoleErrors(/WebRTC|Content Security Policy/)
    let heard = 0
    const udp = createSocket('udp4', () => heard++)
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve))
    const { port } = udp.address()
    const tcp = createTcpServer(() => heard++)
    await new Promise<void>((resolve) => tcp.listen(port, '127.0.0.1', resolve))
    /** Has the page look for ways to the outside, by every kind of server; until it has tried all, or not. */
    const gather = (all: boolean): Promise<void> =>
      lab.page.evaluate(
        async ([to, all]) => {
          const known = { username: 'x', credential: 'x' }
          const host = `127.0.0.1:${to}`
          const peer = new RTCPeerConnection({
            iceServers: [
              { urls: [`stun:${host}`, `stun:localhost:${to}`] },
              { urls: [`turn:${host}?transport=udp`, `turn:${host}?transport=tcp`], ...known },
              { urls: `turns:${host}?transport=tcp`, ...known },
            ],
          })
          peer.createDataChannel('any')
          await peer.setLocalDescription(await peer.createOffer())
          // Candidates of the other side are tried as well, whoever named them.
          await peer.setRemoteDescription({
            type: 'answer',
            sdp: (peer.localDescription?.sdp ?? '')
              .replace('a=setup:actpass', 'a=setup:active')
              .replace(/a=candidate.*\r\n/g, ''),
          })
          for (const kind of ['udp', 'tcp']) {
            const candidate = `candidate:1 1 ${kind} 2130706431 127.0.0.1 ${to} typ host tcptype passive`
            await peer.addIceCandidate({ candidate, sdpMid: '0' }).catch(() => undefined)
          }
          Object.assign(window, { peer })
          if (!all || peer.iceGatheringState === 'complete') return
          await new Promise<void>((resolve) => {
            peer.onicegatheringstatechange = () => {
              if (peer.iceGatheringState === 'complete') resolve()
            }
          })
        },
        [port, all] as const,
      )
    const policy = (name: 'default' | 'disable_non_proxied_udp'): Promise<void> | undefined =>
      lab.electron?.evaluate(({ BrowserWindow }, to) => {
        BrowserWindow.getAllWindows()[0]?.webContents.setWebRTCIPHandlingPolicy(to)
      }, name)
    try {
      await gather(true)
      expect(heard).toBe(0)
      // The socket hears: under another policy the same page reaches it.
      await policy('default')
      await gather(false)
      await expect.poll(() => heard).toBeGreaterThan(0)
    } finally {
      udp.close()
      tcp.close()
    }
  })
})
