import { LabError } from '#shared/contract/errors.ts'
import type { SavedFile } from '#shared/contract/runs.ts'

/** How long a browser has to begin with a download, in ms. */
const patience = 60_000

/** Has the browser save what the page made, where it saves everything. */
export function downloadBlob(name: string, data: Blob): SavedFile {
  const address = URL.createObjectURL(data)
  follow(address, name)
  setTimeout(() => URL.revokeObjectURL(address), patience)
  return { kind: 'download', address, name, bytes: data.size }
}

/**
 * Has the browser fetch a file that waits in the laboratory.
 *
 * @throws LabError `bad-message` for an address that is none of the page's own
 */
export function download(file: Extract<SavedFile, { kind: 'download' }>): void {
  const address = new URL(file.address, document.baseURI)
  const own = new URL('.', document.baseURI)
  if (!address.href.startsWith(own.href)) {
    throw new LabError('bad-message', 'The laboratory named a file that is not its own.')
  }
  follow(address.href, file.name)
}

function follow(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.rel = 'noopener'
  document.body.append(link)
  link.click()
  link.remove()
}

/**
 * Puts a PNG on the clipboard by the browser, which asks that the page be looked at.
 *
 * @throws LabError `not-saved`
 */
export async function copyByBrowser(png: Blob): Promise<void> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new LabError(
      'not-saved',
      `The picture could not be copied: ${reason}. Click on the page and try again, or save it as a file.`,
      { parameters: { path: '', reason, why: 'clipboard' }, cause: error },
    )
  }
}
