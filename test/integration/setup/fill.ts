/** Fills one entry of a cache, up to half until a file is there. Arguments: the cache, a log of the fillings, the file. */
import { appendFileSync, existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inCache } from '#scripts/setup/cache.ts'
import { createReport } from '#scripts/setup/report.ts'

const [, , cache = '', log = '', gate] = process.argv
const place = await inCache(
  cache,
  'entry',
  async (folder) => {
    appendFileSync(log, `${process.pid}\n`)
    process.stdout.write('filling\n')
    await writeFile(join(folder, 'first'), 'first')
    while (gate !== undefined && !existsSync(gate)) await sleep(20)
    await writeFile(join(folder, 'second'), 'second')
  },
  createReport(process.stdout),
)
process.stdout.write(`${place}\n`)
