import {
  allCounts,
  gridBoxes,
  paintBasinGrid,
  type BasinGrid,
} from '#renderer/charts/surface/basin-grid.ts'
import { basinCounts } from '#renderer/charts/surface/basin-paint.ts'
import { useText } from '#renderer/composables/useText.ts'
import { basinKey } from '#renderer/views/surface/keys.ts'
import type { ExportedChart } from '../figure.ts'
import { reinked } from '../reink.ts'
import type { SurfaceScene } from './surface-scene.ts'

const { t, format } = useText()

interface BasinGridInput {
  readonly scene: SurfaceScene
  readonly grid: BasinGrid
  /** Of a map's width to its height. */
  readonly shape: number
  readonly budget: number
}

const size = { width: 860, height: 600 }

/** The basin maps of all lanes side by side. */
export function basinGridChart({ scene, grid, shape, budget }: BasinGridInput): ExportedChart {
  const { minima } = scene.surface
  return {
    title: t('export.title.basinGrid', { surface: scene.name }),
    settings: [t('surface.basins.every', { steps: format.whole(budget) }), ...scene.settings],
    paint: (brush, paper) => {
      const boxes = gridBoxes(grid.cells.length, size.width, size.height, shape)
      const cells = grid.cells.map((cell) => ({ ...cell, look: reinked(cell.look, paper.theme) }))
      paintBasinGrid(brush, paper, { ...grid, cells }, boxes)
      const height = Math.max(0, ...boxes.map((box) => box.y + box.height)) + 6
      const width = Math.max(0, ...boxes.map((box) => box.x + box.width))
      const counts = allCounts(cells)
      const { theme } = paper
      const { colour } = grid
      const key = basinKey({ minima, counts, colour, budget, theme, several: true })
      return { width, height, key }
    },
    table: () => ({
      columns: ['lane', 'ends at x', 'ends at y', 'starts', 'of'],
      rows: grid.cells.flatMap(({ name, map }) =>
        map
          ? [...basinCounts(map)].map(([end, count]) => [
              name,
              minima[end]?.x ?? null,
              minima[end]?.y ?? null,
              count,
              map.width * map.height,
            ])
          : [],
      ),
    }),
  }
}
