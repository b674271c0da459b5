import { randomStreams } from '#shared/math/random.ts'
import type { ScriptInput } from './types.ts'

/** Batches, in the order that chance or the experiment gives them. */
export function batchText({ spec }: ScriptInput): string {
  if (spec.start) return writtenBatches
  const jumps = randomStreams.indexOf('batches') + 1
  return `class Random:
    """A seed's random numbers: xoroshiro128+, as the laboratory draws them.

    Blackman & Vigna 2018, Scrambled Linear Pseudorandom Number Generators.
    """

    JUMP = 0x170865DF4B3201FCDF900294D8F554A5

    def __init__(self, seed):
        self.a = (0xFFFFFFFF << 32) | (~seed & 0xFFFFFFFF)
        self.b = seed << 32
        for _ in range(${jumps}):  # a seed's streams lie a jump apart; this is the one of batches
            self.jump()

    def next(self):
        """The next 32 random bits."""
        number = ((self.a + self.b) & 0xFFFFFFFF) ^ 0x80000000
        mixed = self.a ^ self.b
        self.a = rotate(self.a, 24) ^ mixed ^ ((mixed << 16) & 0xFFFFFFFFFFFFFFFF)
        self.b = rotate(mixed, 37)
        return number

    def jump(self):
        """Goes on by 2**64 numbers."""
        a = b = 0
        for bit in range(128):
            if (self.JUMP >> bit) & 1:
                a ^= self.a
                b ^= self.b
            self.next()
        self.a, self.b = a, b

    def below(self, bound):
        """A whole number in [0, bound), each as likely as any other."""
        most = 2**32 // bound * bound
        number = self.next()
        while number >= most:
            number = self.next()
        return number % bound


def rotate(word, by):
    """64 bits, turned to the left."""
    return ((word << by) & 0xFFFFFFFFFFFFFFFF) | (word >> (64 - by))


def batches(seed, rows):
    """The batches of a seed, without end: every epoch takes each row once, in a new order."""
    random = Random(seed)
    while True:
        order = list(range(rows))
        for last in range(rows - 1, 0, -1):  # Fisher-Yates
            other = random.below(last + 1)
            order[last], order[other] = order[other], order[last]
        for start in range(0, rows, BATCH):
            yield order[start : start + BATCH]`
}

const writtenBatches = `def batches(seed, rows):
    """The batches as the experiment writes them down, without end: its last epoch repeats."""
    orders = DATA["batches"]
    for epoch in itertools.count():
        order = orders[min(epoch, len(orders) - 1)]
        for start in range(0, len(order), BATCH):
            yield order[start : start + BATCH]`
