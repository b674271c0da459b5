import type { Component } from 'vue'
import BoundaryPanel from './panels/BoundaryPanel.vue'
import ConfusionPanel from './panels/ConfusionPanel.vue'
import PathsPanel from './panels/PathsPanel.vue'
import StandingsPanel from './panels/StandingsPanel.vue'
import SweepPanel from './sweep/SweepPanel.vue'
import type { Tab } from './view.ts'

/** What each tab shows. */
export const panels: Readonly<Partial<Record<Tab, Component>>> = {
  standings: StandingsPanel,
  confusion: ConfusionPanel,
  boundary: BoundaryPanel,
  paths: PathsPanel,
  sweep: SweepPanel,
}
