import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
const [root = '', label = '', trace = ''] = process.argv.slice(2)
const executable = '/root/.cache/descent-lab/electron-third-party-33.4.11-linux-x64/electron'
const folder = await mkdtemp(join(tmpdir(), 'speed11-'))
const app = await _electron.launch({
  executablePath: executable,
  args: [root, `--user-data-dir=${join(folder, 'profile')}`, '--lang=en-US', '--no-sandbox'],
  env: { ...(process.env as any), DESCENT_LAB_DATA: join(folder, 'data') },
})
try {
  const page = await app.firstWindow()
  await page.getByRole('link', { name: 'Surface' }).click()
  await page.locator('[data-start]').waitFor()
  await page.getByRole('textbox', { name: 'Steps' }).fill('2000')
  const adder = page.getByRole('combobox', { name: 'Add a racer', exact: true })
  const items = page.getByRole('region', { name: 'Racers' }).getByRole('listitem')
  for (let count = await items.count(), next = 0; count < 16; count++, next++) {
    await adder.click()
    await page.getByRole('listbox').getByRole('option').filter({ visible: true }).nth(next).click()
    await items.nth(count).waitFor()
  }
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.evaluate(
    `window.dragTimes=[]; new PerformanceObserver((l)=>{for(const e of l.getEntriesByName('surface drag')) window.dragTimes.push([e.duration, e.startTime+e.duration-Number(e.detail)])}).observe({entryTypes:['measure']})`,
  )
  const box = (await page.locator('[data-plot]').boundingBox())!
  const at = (turn: number): [number, number] => [
    box.x + box.width * (0.3 + 0.3 * Math.sin(turn / 20)),
    box.y + box.height * (0.4 + 0.25 * Math.cos(turn / 15)),
  ]
  await page.mouse.move(...at(0))
  await page.mouse.down()
  const go = async (n: number) => {
    for (let turn = 1; turn <= n; turn++) {
      await page.mouse.move(...at(turn))
      await page.waitForTimeout((turn * 7) % 25)
    }
  }
  await go(40)
  const metrics = async () =>
    Object.fromEntries(
      (await session.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value]),
    )
  const events: any[] = []
  if (trace) {
    session.on('Tracing.dataCollected' as any, ({ value }: any) => events.push(...value))
    await session.send('Tracing.start' as any, {
      transferMode: 'ReportEvents',
      traceConfig: {
        includedCategories: [
          'devtools.timeline',
          'v8',
          'toplevel',
          'cc',
          'blink',
          'viz',
          'gpu',
          'disabled-by-default-v8.cpu_profiler',
          'disabled-by-default-devtools.timeline',
          '__metadata',
        ],
      },
    })
    await session.send('Profiler.enable')
    await session.send('Profiler.setSamplingInterval', { interval: 200 })
    await session.send('Profiler.start')
  }
  await page.evaluate('window.dragTimes.length=0')
  const before = await metrics()
  await go(300)
  const after = await metrics()
  if (trace) {
    const { profile } = await session.send('Profiler.stop')
    await writeFile(trace + '.cpuprofile', JSON.stringify(profile))
    const done = new Promise((r) => session.once('Tracing.tracingComplete' as any, r))
    await session.send('Tracing.end' as any)
    await done
    await writeFile(trace, JSON.stringify(events))
  }
  await page.mouse.up()
  const times: [number, number][] = await page.evaluate('window.dragTimes')
  const q = (v: number[], p: number) => [...v].sort((a, b) => a - b)[Math.floor(v.length * p)]!
  const told = times.map(([t]) => t)
  const d = (k: string) => (((after[k]! - before[k]!) * 1000) / times.length).toFixed(2)
  console.log(
    label,
    'frames',
    times.length,
    'told min',
    q(told, 0).toFixed(1),
    'p10',
    q(told, 0.1).toFixed(1),
    'med',
    q(told, 0.5).toFixed(1),
    'p95',
    q(told, 0.95).toFixed(1),
    '| cpu ms/frame: task',
    d('TaskDuration'),
    'script',
    d('ScriptDuration'),
    'layout',
    d('LayoutDuration'),
    'style',
    d('RecalcStyleDuration'),
    '| layouts',
    after['LayoutCount']! - before['LayoutCount']!,
  )
} finally {
  await app.close()
  await rm(folder, { recursive: true, force: true })
}
