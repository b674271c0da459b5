import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/layout.css'

/*
 * Has the rail of index.html painted, for which these styles are enough, before the page's scripts
 * take the thread.
 */
const load = (): void => void import('./main.ts')
// A page that is not seen has no frames.
if (document.hidden) load()
else requestAnimationFrame(() => setTimeout(load))
