import { app, shell, type Session, type WebContents } from 'electron'
import { isPage, pageAddress } from './protocol.ts'

/*
 * The page is not trusted: it may show itself, call the laboratory and nothing else.
 * @see Electron's docs/tutorial/security.md
 */

/** What a page may be loaded from; developer tools are Electron's own. */
const sources = [pageAddress, 'devtools:', 'blob:', 'data:']

/** Opens a paper that the page links to, and no other address, in the system's browser. */
async function openPaper(address: string): Promise<void> {
  // Loaded when asked for: the window does not wait for the optimizers.
  const { optimizers } = await import('#shared/optimizers/index.ts')
  if (optimizers.some(({ paper }) => paper.url === address)) await shell.openExternal(address)
}

/** Keeps the browser underneath from asking any host for anything. Call it before the app is ready. */
export function cutNetwork(): void {
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

/** Refuses every permission but writing text to the clipboard, and every request that leaves. */
export function secureSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) => {
    decide(permission === 'clipboard-sanitized-write' && isPage(contents.getURL()))
  })
  session.setPermissionCheckHandler(
    (contents, permission) =>
      permission === 'clipboard-sanitized-write' && isPage(contents?.getURL() ?? ''),
  )
  session.setDevicePermissionHandler(() => false)
  // Its dictionaries would be fetched.
  session.setSpellCheckerEnabled(false)
  session.setSpellCheckerLanguages([])
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !sources.some((source) => url.startsWith(source)) })
  })
}

/** Keeps whatever is created on our page: no other document, window or embedded page. */
export function secureContents(): void {
  // Of any other session that something makes, too.
  app.on('session-created', secureSession)
  app.on('web-contents-created', (_event, contents) => {
    // WebRTC passes both the page's policy and the session's filter.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
    contents.on('will-navigate', (event) => {
      // A reload goes where it is.
      if (event.url.split('#')[0] !== pageAddress || !event.isMainFrame) event.preventDefault()
    })
    contents.on('did-navigate', (_event, url) => {
      // An empty document comes without asking; it may not stay.
      if (url === 'about:blank') void contents.loadURL(pageAddress).catch(() => undefined)
    })
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      void openPaper(url)
      return { action: 'deny' }
    })
  })
}

/** @returns whether a message came from our page itself, not from a frame or a window inside it */
export function isTrusted(
  event: { readonly sender: WebContents; readonly senderFrame: Electron.WebFrameMain | null },
  page: WebContents,
): boolean {
  const { sender, senderFrame } = event
  return sender === page && senderFrame === page.mainFrame && isPage(senderFrame.url)
}
