import { startFile, startOf, type Start } from '#shared/contract/start.ts'

/*
 * Has the rail of index.html painted, with the styles that stand there, before the page's scripts take
 * the thread. A first start's first minute is small enough to come at once.
 */

async function begin(): Promise<void> {
  const seen = painted()
  const start = await readStart()
  // An address that names a picture leads to it.
  if (start?.first && location.hash === '') {
    try {
      const { showFirst } = await import('./first.ts')
      await showFirst(start)
    } catch (thrown) {
      // The rest of the page comes all the same.
      console.error(thrown)
    }
  }
  await seen
  await import('./main.ts')
}

/** @returns undefined where the page's shell does not say it: the laboratory will */
async function readStart(): Promise<Start | undefined> {
  try {
    return startOf(await (await fetch(startFile)).json())
  } catch {
    return undefined
  }
}

/** Resolves after the next frame. A page that is not seen has none. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve()
    else requestAnimationFrame(() => setTimeout(resolve))
  })
}

void begin()
