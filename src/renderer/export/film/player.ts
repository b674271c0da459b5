import { CanvasBrush } from '../../charts/canvas-brush.ts'
import { paperOf, type Theme } from '#shared/charts/theme.ts'
import { filmRate, type Film } from './film.ts'
import { momentText, paintFilm } from './paint.ts'

/* What plays a film in a page of its own: it is built as one script and goes into the page as text. */

/** The words of the page, in the language the film was made in. */
export interface PlayerWords {
  readonly play: string
  readonly pause: string
  readonly position: string
  readonly theme: string
}

const read = <Content>(id: string): Content =>
  JSON.parse(document.getElementById(id)?.textContent ?? 'null') as Content

function play(): void {
  const film = read<Film>('film')
  const words = read<PlayerWords>('words')
  const canvas = document.querySelector('canvas')
  const context = canvas?.getContext('2d')
  const button = document.querySelector<HTMLButtonElement>('#play')
  const scrub = document.querySelector<HTMLInputElement>('#scrub')
  const moment = document.querySelector<HTMLElement>('#moment')
  if (!film || !canvas || !context || !button || !scrub || !moment) return

  const dark = matchMedia('(prefers-color-scheme: dark)')
  let theme: Theme = dark.matches ? 'dark' : 'light'
  let share = 0
  let playing = false
  let last = 0

  function paint(): void {
    const { clientWidth: width, clientHeight: height } = canvas!
    const ratio = devicePixelRatio || 1
    canvas!.width = Math.round(width * ratio)
    canvas!.height = Math.round(height * ratio)
    context!.setTransform(ratio, 0, 0, ratio, 0, 0)
    const scale = width < 560 ? 0.85 : width > 1500 ? 1.3 : 1
    paintFilm(new CanvasBrush(context!), film, share, paperOf(theme, scale), { width, height })
    scrub!.value = String(Math.round(share * 1000))
    const said = momentText(film, share)
    moment!.textContent = said
    scrub!.setAttribute('aria-valuetext', said)
    document.documentElement.dataset['share'] = share.toFixed(3)
  }

  function tick(now: number): void {
    if (!playing) return
    share = Math.min(1, share + (now - last) / ((1000 * film.frames) / filmRate))
    last = now
    if (share >= 1) set(false)
    paint()
    if (playing) requestAnimationFrame(tick)
  }

  function set(on: boolean): void {
    playing = on
    button!.textContent = on ? words.pause : words.play
    if (!on) return
    if (share >= 1) share = 0
    last = performance.now()
    requestAnimationFrame(tick)
  }

  function dress(next: Theme): void {
    theme = next
    document.documentElement.dataset['theme'] = next
    paint()
  }

  function seek(to: number): void {
    set(false)
    share = Math.min(1, Math.max(0, to))
    paint()
  }

  button.addEventListener('click', () => set(!playing))
  scrub.addEventListener('input', () => seek(Number(scrub.value) / 1000))
  document
    .querySelector('#theme')
    ?.addEventListener('click', () => dress(theme === 'light' ? 'dark' : 'light'))
  dark.addEventListener('change', () => dress(dark.matches ? 'dark' : 'light'))
  addEventListener('resize', paint)
  addEventListener('keydown', (event) => {
    const step = 1 / Math.max(1, film.frames)
    const moves: Readonly<Record<string, number>> = {
      ...{ ArrowLeft: share - step, ArrowRight: share + step, Home: 0, End: 1 },
    }
    const to = moves[event.key]
    if (event.key === ' ' && event.target !== button) set(!playing)
    else if (to !== undefined && event.target !== scrub) seek(to)
    else return
    event.preventDefault()
  })
  button.textContent = words.play
  // A film that nobody has started shows how it ends.
  share = 1
  dress(theme)
}

play()
