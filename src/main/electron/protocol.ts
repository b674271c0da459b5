import { protocol, type Session } from 'electron'
import { pageHeaders, type PageFiles } from '../lab/page-files.ts'

const scheme = 'lab'
const host = 'app'

/** Where the page lives: an origin of its own, unlike a file's, and no server. */
export const pageAddress = `${scheme}://${host}/`

/** @returns whether a document at that address is our page */
export function isPage(address: string): boolean {
  return address.startsWith(pageAddress)
}

/** Makes the scheme behave as https does. Call it before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Answers the scheme with the page's files. */
export function servePage(session: Session, files: PageFiles): void {
  session.protocol.handle(scheme, async ({ method, url }) => {
    const asked = method === 'GET' && isPage(url)
    const file = asked ? await files.read(new URL(url).pathname.slice(1)) : undefined
    if (!file) return new Response(null, { status: 404, headers: pageHeaders })
    return new Response(new Uint8Array(file.body), {
      headers: { ...pageHeaders, 'Content-Type': file.type },
    })
  })
}
