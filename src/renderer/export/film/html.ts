import { families, inks } from '#shared/charts/theme.ts'
import type { Film } from './film.ts'
import type { PlayerWords } from './player.ts'

/** Bytes of a page at most: it has to go by mail. */
export const mostBytes = 2_000_000

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** @returns JSON that ends no element it stands in */
const json = (content: unknown): string => JSON.stringify(content).replaceAll('<', '\\u003c')

const ink = (theme: 'light' | 'dark'): string => {
  const { page, ink: text, second, hairline } = inks[theme]
  return `--page:${page};--ink:${text};--second:${second};--hairline:${hairline}`
}

const style = `
:root{${ink('light')};color-scheme:light}
:root[data-theme=dark]{${ink('dark')};color-scheme:dark}
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;gap:.5rem;padding:1rem;background:var(--page);color:var(--ink);font:15px/1.45 ${families.sans}}
h1{margin:0;font-size:1.15rem}
canvas{flex:1;width:100%;min-height:16rem}
.bar{display:flex;gap:.75rem;align-items:center}
.bar input{flex:1;min-width:4rem;accent-color:var(--ink)}
button{padding:.25rem .75rem;border:1px solid var(--hairline);border-radius:6px;background:none;color:inherit;font:inherit}
#moment{min-width:8rem;font-family:${families.mono};font-size:.85rem;text-align:right}
footer{color:var(--second);font-size:.8rem}
footer p{margin:0}
`

/**
 * A page that holds a film and what plays it. It asks nobody for anything: its own policy forbids it.
 *
 * @param player the script that plays it, as text
 * @param signature program, version and date
 */
export function filmPage(
  film: Film,
  words: PlayerWords,
  player: string,
  { signature, language }: { readonly signature: string; readonly language: string },
): string {
  const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
  const lines = [film.summary, ...film.settings, signature]
  const said = lines.map((line) => `<p>${escaped(line)}</p>`).join('')
  return `<!doctype html>
<html lang="${escaped(language)}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escaped(film.title)}</title>
<style>${style}</style>
<h1>${escaped(film.title)}</h1>
<canvas role="img" aria-label="${escaped(`${film.title}. ${film.summary}`)}"></canvas>
<div class="bar"><button id="play" type="button"></button><input id="scrub" type="range" min="0" max="1000" value="0" aria-label="${escaped(words.position)}"><span id="moment"></span><button id="theme" type="button">${escaped(words.theme)}</button></div>
<footer>${said}</footer>
<script type="application/json" id="film">${json(film)}</script>
<script type="application/json" id="words">${json(words)}</script>
<script>(()=>{${player.replaceAll('</script', '<\\/script')}})()</script>
</html>
`
}
