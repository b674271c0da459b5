/** Fetches the pinned package into one entry of a cache. Arguments: the cache, its integrity. */
import { createReport } from '#scripts/setup/report.ts'
import { inCache } from '#scripts/setup/cache.ts'
import type { PinnedPackage } from '#scripts/setup/pins.ts'
import { extractNested, withTarball } from '#scripts/setup/tarball.ts'

const [, , cache = '', integrity = ''] = process.argv
const pin: PinnedPackage = {
  name: 'carrier',
  version: '1.0.0',
  integrity: integrity as PinnedPackage['integrity'],
}
const report = createReport(process.stdout)
await inCache(
  cache,
  'entry',
  (folder) =>
    withTarball(cache, pin, 'Carrier', report, (tarball) => {
      const extraction = {
        folder,
        strip: 1,
        wanted: (path: string) => path.startsWith('root/wanted/'),
      }
      return extractNested(tarball, 'package/inner.br', extraction, 'Carrier', report)
    }),
  report,
)
