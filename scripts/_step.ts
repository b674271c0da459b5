import { defaultHyper, optimizers, ruleWalk } from '#shared/optimizers/index.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { walk } from '#shared/surfaces/walk.ts'
const surface = findSurface('rosenbrock')!
const steps = 2000
const memory = new Float64Array(steps * 100)
const q = (v: number[], p: number) => [...v].sort((a, b) => a - b)[Math.floor(v.length * p)]!
function time(run: () => void) {
  const t: number[] = []
  for (let i = 0; i < 200; i++) {
    const s = performance.now()
    run()
    t.push(((performance.now() - s) / steps) * 1e6)
  }
  return [q(t, 0.02), q(t, 0.5)] as const
}
const rows: any[] = []
for (const { id, rules } of optimizers)
  for (const [c, rule] of Object.entries(rules)) {
    const hyper = { ...defaultHyper(rule), lr: 1e-5 }
    const w = ruleWalk(rule, hyper)
    const inner = time(() => w(surface, [-1.2, 1], steps))
    const whole = time(() =>
      walk({
        surface,
        rule,
        hyper,
        start: { x: -1.2, y: 1 },
        steps,
        allocate: (n) => memory.subarray(0, n),
      }),
    )
    rows.push({
      n: `${id} ${c}`,
      slots: rule.slots.length,
      inner: inner[0],
      innerMed: inner[1],
      whole: whole[0],
      wholeMed: whole[1],
    })
  }
rows.sort((a, b) => a.whole - b.whole)
if (process.argv[2])
  for (const r of rows) console.log(r.n.padEnd(28), r.slots, r.inner.toFixed(1), r.whole.toFixed(1))
console.log(
  'n',
  rows.length,
  'inner min-median',
  q(
    rows.map((r) => r.inner),
    0.5,
  ).toFixed(1),
  'inner med-median',
  q(
    rows.map((r) => r.innerMed),
    0.5,
  ).toFixed(1),
  'whole min',
  q(
    rows.map((r) => r.whole),
    0.5,
  ).toFixed(1),
  'whole med',
  q(
    rows.map((r) => r.wholeMed),
    0.5,
  ).toFixed(1),
)
