import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { build, type Plugin } from 'vite'

/**
 * Builds the page that a lesson is saved as: the Learn stage's player with all that it needs, fonts
 * included, in one file without a lesson in it. The laboratory fills in which one.
 *
 * @throws when something would not be part of the file
 */
export function lessonPage(root: string): Plugin {
  const folder = resolve(root, 'src/renderer/lesson-page')
  let outDir = ''
  return {
    name: 'lesson-page',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const result = await build({
        configFile: false,
        logLevel: 'warn',
        root: folder,
        plugins: [vue(), withoutOldFonts, withoutCharts],
        define: { 'process.env.NODE_ENV': '"production"' },
        build: {
          ...{ write: false, target: 'chrome108', minify: true, cssCodeSplit: false },
          ...{ assetsInlineLimit: () => true, modulePreload: false },
          rollupOptions: {
            input: join(folder, 'main.ts'),
            output: { format: 'iife' },
          },
        },
      })
      const outputs = [result].flat().flatMap((each) => ('output' in each ? each.output : []))
      const texts = (end: string): string[] =>
        outputs
          .filter(({ fileName }) => fileName.endsWith(end))
          .map((each) => (each.type === 'chunk' ? each.code : String(each.source)))
      const [scripts, styles] = [texts('.js'), texts('.css')]
      if (scripts.length !== 1 || scripts.length + styles.length !== outputs.length) {
        const names = outputs.map(({ fileName }) => fileName).join(', ')
        throw new Error(`The lesson page is more than one file: ${names}.`)
      }
      const template = await readFile(join(folder, 'page.html'), 'utf8')
      const page = template
        .replace('/* style */', () => styles.join('\n').replaceAll('</style', '<\\/style'))
        .replace('/* script */', () => scripts.join('\n').replaceAll('</script', '<\\/script'))
      await writeFile(join(outDir, 'lesson.html'), page)
    },
  }
}

/** Stands for the chart library. */
const noCharts = '\0no-charts'

/** Every browser that runs the page reads the newest form of a font: the others would only fill it. */
const withoutOldFonts: Plugin = {
  name: 'without-old-fonts',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('katex') || !id.includes('.css')) return undefined
    return {
      code: code.replaceAll(
        /,url\([^)]+\.(?:woff|ttf)\)\s*format\((["'])(?:woff|truetype)\1\)/g,
        '',
      ),
      map: null,
    }
  },
}

/**
 * A lesson's figures are drawn by hand, and never by the chart library that brushes can also paint
 * with: it would be a third of the page.
 *
 * @throws when the library is there all the same
 */
const withoutCharts: Plugin = {
  name: 'without-charts',
  enforce: 'pre',
  resolveId: (source) => (/^echarts\//.test(source) ? noCharts : undefined),
  load(id) {
    if (id !== noCharts) return undefined
    return `
      export const use = () => undefined
      export const init = () => { throw new Error('A lesson draws no such chart.') }
      export const [CustomChart, GridComponent, CanvasRenderer, SVGRenderer] = [{}, {}, {}, {}]
    `
  },
  generateBundle() {
    const found = [...this.getModuleIds()].find((id) =>
      /node_modules\/(echarts|zrender)\//.test(id),
    )
    if (found) throw new Error(`The lesson page holds ${found}.`)
  },
}
