import type { Plugin } from 'vite'

/** What the build says of a module. */
interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** Of the page, the module that a first start shows before all else. */
const entry = '/src/renderer/app/first.ts'
/** The face of nearly every letter that it shows. */
const face = /inter-latin-wght-normal-[^/]*\.woff2$/

/**
 * One chunk for all that the first minute needs: each file costs a way to the shell and back, and other
 * starts need the same modules a moment later.
 *
 * @param root of the project
 * @returns names a module's chunk, null where that is the bundler's business
 */
export function firstChunk(root: string): (id: string, modules: Modules) => string | null {
  const needed = new Set<string>()
  const add = (id: string, modules: Modules): void => {
    if (needed.has(id)) return
    needed.add(id)
    modules.getModuleInfo(id)?.importedIds.forEach((each) => add(each, modules))
  }
  return (id, modules) => {
    if (needed.size === 0) add(`${root}${entry}`, modules)
    return needed.has(id) ? 'first' : null
  }
}

/** Has the page ask for that chunk together with its first script, not when that has run. */
export function preloadFirst(): Plugin {
  return {
    name: 'preload-first',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {}, path }) {
        if (!path.endsWith('index.html')) return html
        const link = (href: string, attrs: Record<string, string>) =>
          ({
            tag: 'link',
            attrs: { ...attrs, crossorigin: true, href: `./${href}` },
            injectTo: 'head',
          }) as const
        return Object.entries(bundle).flatMap(([name, file]) => {
          const holds =
            file.type === 'chunk' && Object.keys(file.modules).some((id) => id.endsWith(entry))
          if (holds && !html.includes(name)) return [link(name, { rel: 'modulepreload' })]
          return face.test(name) ? [link(name, { rel: 'preload', as: 'font' })] : []
        })
      },
    },
  }
}
