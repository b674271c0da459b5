import type { Page } from '@playwright/test'

/**
 * Looks for words on the page that a person cannot read: cut off by the box they stand in without a
 * sign that they go on, or lying over one another.
 *
 * @returns a line for each fault: what, and the words
 */
export function unreadable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** By how many pixels letters may reach beyond a box or into one another unseen. */
    const slack = 3
    interface Word {
      readonly element: Element
      readonly text: string
      readonly box: DOMRect
    }
    /** Formulas are set by KaTeX, whose pieces overlap on purpose; what is hidden is for the ear. */
    const apart = '.katex, .visually-hidden, [aria-hidden="true"] svg, canvas, option, .cm-editor'
    const words: Word[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (!element || text === '' || element.closest(apart)) continue
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const box of range.getClientRects()) {
        if (box.width > 1 && box.height > 1) words.push({ element, text, box })
      }
    }

    const faults: string[] = []
    /** The part of a word that its boxes let through. */
    const visible = ({ element, box, text }: Word): DOMRect | undefined => {
      let { left, right, top, bottom } = box
      let cut = false
      for (let around: Element | null = element; around; around = around.parentElement) {
        const style = getComputedStyle(around)
        if (style.overflow === 'visible' || style.display === 'inline') continue
        const frame = around.getBoundingClientRect()
        const clips = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip'
        // What can be scrolled to, ends in an ellipsis or fades out is not cut off.
        const told =
          style.textOverflow === 'ellipsis' ||
          style.webkitLineClamp !== 'none' ||
          style.maskImage !== 'none'
        if (!told && clips(style.overflowX) && right > frame.right + slack && left < frame.right) {
          cut = true
        }
        left = Math.max(left, frame.left)
        right = Math.min(right, frame.right)
        top = Math.max(top, frame.top)
        bottom = Math.min(bottom, frame.bottom)
        if (style.position === 'fixed') break
      }
      if (right - left <= slack || bottom - top <= slack) return undefined
      if (cut) faults.push(`cut off: ${text}`)
      return new DOMRect(left, top, right - left, bottom - top)
    }
    const shown = words.flatMap((word) => {
      const box = visible(word)
      return box ? [{ ...word, box }] : []
    })
    shown.forEach((one, index) => {
      for (const other of shown.slice(index + 1)) {
        const wide =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const high =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (wide <= slack || high <= slack + 2) continue
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue
        // A sheet over the stage covers it: only what is on top there is looked at.
        const x = Math.max(one.box.left, other.box.left) + wide / 2
        const y = Math.max(one.box.top, other.box.top) + high / 2
        const top = document.elementFromPoint(x, y)
        const near = (element: Element): boolean =>
          top !== null && (element.contains(top) || top.contains(element))
        if (near(one.element) && near(other.element)) {
          faults.push(`over one another: ${one.text} | ${other.text}`)
        }
      }
    })
    return [...new Set(faults)]
  })
}

/**
 * Looks for names in charts that lie over one another or leave their chart. Charts are painted: each says
 * on its element where it has put its names.
 *
 * @returns a line for each fault
 */
export function collidingNames(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('[data-names]')) {
      if (!element.checkVisibility()) continue
      const { clientWidth, clientHeight } = element
      const boxes = (element.dataset['names'] ?? '')
        .split(';')
        .filter(Boolean)
        .map((text) => {
          const [x = NaN, y = NaN, width = NaN, height = NaN] = text.split(' ').map(Number)
          return { x, y, width, height }
        })
      boxes.forEach((a, at) => {
        // Half a pixel each way was rounded.
        const cut = a.x < -1 || a.y < -1 || a.x + a.width > clientWidth + 1
        if (cut || a.y + a.height > clientHeight + 1) faults.push(`cut off: name ${at}`)
        for (const b of boxes.slice(at + 1)) {
          const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
          const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
          if (wide > 1 && high > 1) faults.push(`over one another: names at ${a.x}, ${a.y}`)
        }
      })
    }
    return faults
  })
}

/** Looks for formulas that do not fit the box they stand in. @returns a line for each */
export function scrolledFormulas(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.tex.block')].flatMap((formula) => {
      if (!formula.checkVisibility() || formula.clientWidth === 0) return []
      const { right } = formula.getBoundingClientRect()
      const terms = [...formula.querySelectorAll('.katex-html > .katex-base')]
      const over = Math.max(0, ...terms.map((each) => each.getBoundingClientRect().right - right))
      return over > 2 ? [`a formula that is ${Math.round(over)} px too wide`] : []
    }),
  )
}

/** @returns the share of the window that is the stage's picture; 0 where it has none */
export function pictureShare(page: Page): Promise<number> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll('[data-picture]')].filter((each) =>
      each.checkVisibility(),
    )
    const { width, height } = shown[0]?.getBoundingClientRect() ?? { width: 0, height: 0 }
    return (width * height) / (innerWidth * innerHeight)
  })
}
