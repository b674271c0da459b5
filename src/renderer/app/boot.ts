/*
 * Has the rail of index.html painted, with the styles that stand there, before the page's scripts take
 * the thread.
 */
const load = (): void => void import('./main.ts')
// A page that is not seen has no frames.
if (document.hidden) load()
else requestAnimationFrame(() => setTimeout(load))
