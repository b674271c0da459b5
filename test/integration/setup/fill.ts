/** Fills one entry of a cache, slowly. Arguments: the cache, milliseconds, a log of the fillings. */
import { appendFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inCache } from '#scripts/setup/cache.ts'
import { createReport } from '#scripts/setup/report.ts'

const [, , cache = '', pause = '0', log = ''] = process.argv
const place = await inCache(
  cache,
  'entry',
  async (folder) => {
    appendFileSync(log, `${process.pid}\n`)
    process.stdout.write('filling\n')
    await writeFile(join(folder, 'first'), 'first')
    await sleep(Number(pause))
    await writeFile(join(folder, 'second'), 'second')
  },
  createReport(process.stdout),
)
process.stdout.write(`${place}\n`)
