import util from 'node:util'

/**
 * The yardstick: one MLP 4-16-3 trained by `tf.train.adam` and the autodiff tape, batch 24, as a
 * TensorFlow.js user would write it. Its batch is on the device already. Answers each number of
 * seconds it is sent with the steps per second it managed.
 */
export async function runTapeLoop(): Promise<void> {
  // Node dropped this in version 23; tfjs-node still calls it.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => (value ?? null) === null })
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  const tf = await import('@tensorflow/tfjs-node')
  const inputs = tf.randomUniform([24, 4])
  const targets = tf.oneHot(tf.randomUniform([24], 0, 3, 'int32'), 3).toFloat()
  const w1 = tf.variable(tf.randomNormal([4, 16], 0, 0.1))
  const b1 = tf.variable(tf.zeros([16]))
  const w2 = tf.variable(tf.randomNormal([16, 3], 0, 0.1))
  const b2 = tf.variable(tf.zeros([3]))
  const optimizer = tf.train.adam(1e-4)
  const step = (): void => {
    optimizer.minimize(() => {
      const hidden = tf.relu(tf.add(tf.matMul(inputs, w1), b1))
      const scores = tf.add(tf.matMul(hidden, w2), b2)
      return tf.losses.softmaxCrossEntropy(targets, scores).asScalar()
    })
  }
  process.on('disconnect', () => process.exit(0))
  process.on('message', (seconds) => {
    const started = performance.now()
    const end = started + Number(seconds) * 1000
    let steps = 0
    for (; performance.now() < end; steps++) step()
    process.send?.((steps * 1000) / (performance.now() - started))
  })
  step()
  process.send?.(0)
}
