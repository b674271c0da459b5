/* The library has no types; only what registers its parts is used. */
declare module 'echarts-gl/charts' {
  import type { EChartsExtensionInstaller } from 'echarts/types/src/extension'
  export const SurfaceChart: EChartsExtensionInstaller
  export const Line3DChart: EChartsExtensionInstaller
  export const Scatter3DChart: EChartsExtensionInstaller
}

declare module 'echarts-gl/components' {
  import type { EChartsExtensionInstaller } from 'echarts/types/src/extension'
  export const Grid3DComponent: EChartsExtensionInstaller
}
