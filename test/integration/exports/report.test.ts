import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { laneBands } from '#main/lab/exports/html/bands.ts'
import { html } from '#main/lab/exports/html/escape.ts'
import { findExporter } from '#main/lab/exports/index.ts'
import { openExportedRun } from '#main/lab/exports/run.ts'
import { readRecorded } from '#main/lab/recorded.ts'
import type { Language } from '#shared/text.ts'
import { awkward, writeRun } from '#test/support/exported-run.ts'
import { noReader } from '#test/support/no-reader.ts'

let folder: string
const pages: Partial<Record<Language, string>> = {}

/** Divides by 0 in the first step. */
const mine = {
  ...{ id: 'mine', optimizer: 'own:Mine & more', convention: 'own' as const },
  rule: '# rule: Mine & more\n# hyper lr = 0.02\n\nu = w / (g - g)\nw -= lr * u\n',
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  const lanes = [...awkward.lanes, mine]
  await writeRun(folder, { ...awkward, lanes, budget: { epochs: 15 } })
  const run = await openExportedRun(folder)
  for (const language of ['en', 'zh-CN'] as const) {
    const tools = {
      ...{ version: '1.2.3', language, reader: noReader },
      readTable: () => Promise.reject(new Error('no table is wanted')),
    }
    for await (const { content } of findExporter('html').files(run, tools)) {
      pages[language] = content as string
    }
  }
})

afterAll(() => rm(folder, { recursive: true }))

/** The report of a run whose log has lost a point. */
async function damagedPage(language: Language): Promise<string> {
  const damaged = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  try {
    await cp(folder, damaged, { recursive: true })
    const path = join(damaged, 'log.jsonl')
    const lines = (await readFile(path, 'utf8')).split('\n')
    const at = lines.findIndex((line) => line.startsWith('{"kind":"metrics","shard":0,"step":4,'))
    await writeFile(path, lines.toSpliced(at, 1).join('\n'))
    const run = await openExportedRun(damaged)
    const tools = {
      ...{ version: '1.2.3', language, reader: noReader },
      readTable: () => Promise.reject(new Error('no table is wanted')),
    }
    for await (const { content } of findExporter('html').files(run, tools)) {
      return content as string
    }
    throw new Error('there is no report')
  } finally {
    await rm(damaged, { recursive: true })
  }
}

const page = (language: Language = 'en'): string => pages[language] ?? ''

/** Words alone, as a reader sees them. */
const words = (text: string): string =>
  text
    .replace(/<(style|svg)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

describe('the report', () => {
  it.each(['en', 'zh-CN'] as const)('is a page of its own, without a script (%s)', (language) => {
    const text = page(language)
    expect(text).toMatch(/^<!doctype html>/)
    expect(text).not.toMatch(/<script|<link|<img|<iframe|<object|\son\w+\s*=|javascript:/i)
    // A name space is no address that anything is fetched from.
    const addresses = text.replaceAll('http://www.w3.org/2000/svg', '').match(/(https?:)?\/\/\w+/g)
    expect(addresses?.filter((each) => !/\/\/www\.w3\.org/.test(each)) ?? []).toEqual([])
    expect(text).not.toMatch(/@import|url\((?!#)/)
    expect(text).toContain(`<html lang="${language}">`)
  })

  it('says names as they are', () => {
    expect(page()).toContain('<title>Awkward &lt;b&gt;race&lt;/b&gt; &amp; &quot;co&quot;</title>')
    expect(words(page())).toContain('<script>alert(1)</script>')
  })

  it('holds the verdict, the standings, what happened and every setting', () => {
    const text = words(page())
    for (const part of [
      '3 seeds are too few to rule out chance',
      'median of 3 seeds with the range they span',
      'in all 3 seeds; it takes at least',
      '<script>alert(1)</script>: diverged in 3 of 3 seeds',
      'was the first number that was not finite',
      'a learning rate of 1000 is too high here',
      'η 1000',
      'Predict',
      'cross-entropy',
      '7, 11, 4294967295',
      'float64 reference',
      'Descent Lab 1.2.3',
      '"batchSize": 24',
    ]) {
      expect(text).toContain(part)
    }
    const chinese = words(page('zh-CN'))
    expect(text).toContain('Adam Tutorial')
    for (const part of ['结论', '3 个种子太少', '发散', '学习率 1000 在这里过大', 'Adam 教程']) {
      expect(chinese).toContain(part)
    }
    expect(chinese).not.toMatch(/Standings|What happened|Verdict/)
    // But for the experiment as JSON, no key or id of a file is a word of the report.
    for (const said of [text, chinese]) {
      expect(said.replace(/\{ "version".*\} /, '')).not.toMatch(
        /\blr \d|beta1|crossEntropy|minmax|validationLoss|trainLoss|epochs \d|\bglorot\b/,
      )
    }
  })

  it('prints the rule that a person wrote, and names the line that made it diverge', () => {
    const text = words(page())
    expect(text).toContain('The rule “Mine & more”')
    expect(text).toContain('# hyper lr = 0.02 u = w / (g - g) w -= lr * u')
    expect(text).toContain('mine: diverged in 3 of 3 seeds in step 1.')
    expect(text).toContain('Line 1 of the rule yielded it: “u = w / (g - g)”.')
    expect(words(page('zh-CN'))).toContain('它出自规则的第 1 行：“u = w / (g - g)”。')
  })

  it('draws every chart as pictures that are whole XML', () => {
    const pictures = page().match(/<svg[\s\S]*?<\/svg>/g) ?? []
    const charts = pictures.filter((each) => each.includes('role="img"'))
    // Two losses, an accuracy and the batch loss, each for a wide page and a narrow one.
    expect(charts).toHaveLength(8)
    const script =
      'import sys, json, xml.etree.ElementTree as E\nfor x in json.load(sys.stdin):\n E.fromstring(x)\nprint("whole")'
    const parsed = execFileSync('python3', ['-c', script], {
      input: JSON.stringify(pictures),
      encoding: 'utf8',
    })
    expect(parsed).toBe('whole\n')
    for (const chart of charts) expect(chart).not.toMatch(/NaN|undefined|Infinity/)
  })
})

describe('a band', () => {
  it('goes through what the seeds have at each step', async () => {
    const { spec, shape } = await openExportedRun(folder)
    const { columns, events } = await readRecorded(folder)
    const [adam] = laneBands(spec, columns, events, 'trainLoss', shape.stepsPerEpoch)
    // Step 2 of 5 an epoch; of three seeds the median is the middle one.
    const first = [0, 1, 2].map((run) => {
      const row = columns.run.findIndex((each, at) => each === run && columns.step[at] === 2)
      return columns.metrics.trainLoss![row]!
    })
    first.sort((a, b) => a - b)
    expect(adam!.x[0]).toBe(0.4)
    expect(adam!.median[0]).toBe(first[1])
    // 5 % of the way over two gaps: a tenth of the first.
    expect(adam!.low[0]).toBeCloseTo(first[0]! + 0.1 * (first[1]! - first[0]!), 12)
    expect(adam!.high[0]).toBeCloseTo(first[2]! - 0.1 * (first[2]! - first[1]!), 12)
  })

  it('counts a run that diverged as the worst there is', async () => {
    const { spec, shape } = await openExportedRun(folder)
    const { columns, events } = await readRecorded(folder)
    const lost = laneBands(spec, columns, events, 'trainLoss', shape.stepsPerEpoch)[1]!
    expect(events.some(({ kind, run }) => kind === 'diverged' && run === 3)).toBe(true)
    expect(lost.high.at(-1)).toBe(Infinity)
  })
})

it('takes every text for a text', () => {
  const evil = `<img src=x onerror="a('b')">&`
  expect(html`<p title="${evil}">${[html`<b>${evil}</b>`]}</p>`.text).toBe(
    '<p title="&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;"><b>&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;</b></p>',
  )
})

describe('the report of a damaged run', () => {
  it('says above all else what is missing, in both languages', async () => {
    expect(page()).not.toContain('damaged')
    const text = words(await damagedPage('en'))
    expect(text).toContain('The record of this run is damaged.')
    expect(text).toMatch(/Line \d+ of log\.jsonl is damaged or gone\./)
    expect(text).toContain('Steps 4 to 5 of')
    expect(text).toContain('seeds 7, 11, 4294967295')
    expect(words(await damagedPage('zh-CN'))).toMatch(/记录已损坏.*第 4 至 5 步/)
  })
})
