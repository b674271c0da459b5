import { experimentName } from '#shared/data/table-name.ts'
import { sourceName } from '#shared/experiment/source.ts'
import { speech } from '#shared/words/index.ts'
import { spokenNames } from '#shared/words/lane-names.ts'
import { raceStandings } from '#main/lab/race-standings.ts'
import { readRecorded } from '#main/lab/recorded.ts'
import type { ExportedRun, ExportTools, WriteFiles } from '../types.ts'
import { reportFormat } from './format.ts'
import { pageOf } from './page.ts'
import { reportText } from './text.ts'

/** One page with the charts, the standings, the verdict and the whole experiment. */
export const reportFiles: WriteFiles = async function* (run, tools) {
  yield { name: 'report.html', content: await reportOf(run, tools) }
}

async function reportOf(run: ExportedRun, { language }: ExportTools): Promise<string> {
  const [recorded, { drawSvg }] = await Promise.all([
    // A chart shows fewer points than a page would take.
    readRecorded(run.folder, { numbers: 10_000 }),
    import('./draw.ts'),
  ])
  const data = {
    run,
    recorded,
    standings: raceStandings(run.spec, recorded.columns, recorded.events),
    title: experimentName(run.spec.title ?? '', sourceName(run.spec.dataset), language),
    names: spokenNames(run.spec.lanes, language),
    language,
    text: reportText[language],
    words: speech[language].words,
    format: reportFormat(language),
  }
  return pageOf(data, drawSvg)
}
