import { useEventListener } from '@vueuse/core'

/** The right button over a chart opens that chart's export, as its own button does. */
export function useChartMenu(): void {
  useEventListener(document, 'contextmenu', (event) => {
    const { target } = event
    if (!(target instanceof Element)) return
    const chart = target.closest('[role="img"], [role="application"], canvas, svg')
    // The nearest part around it that has an export of its own.
    let part = chart?.parentElement
    while (part && !part.querySelector('.export-trigger')) part = part.parentElement
    if (!part || part.matches('main, body, .app')) return
    event.preventDefault()
    part.querySelector<HTMLElement>('.export-trigger')?.click()
  })
}
