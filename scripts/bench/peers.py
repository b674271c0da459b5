"""PyTorch at the work of a race, for `npm run bench -- peers`.

Reads a line of JSON at a time, `{"mode": "loop" | "stacked", "sizes": [inputs, hidden, outputs],
"batch": n, "runs": n, "seconds": s}`, trains for about so long, and prints run-steps per second.
The first line it prints is PyTorch's version and its number of threads.
"""

import json
import os
import sys
import time

import torch
from torch import nn


def batch_of(inputs, outputs, rows, runs):
    generator = torch.Generator().manual_seed(1)
    features = torch.rand(rows, inputs, generator=generator)
    labels = torch.randint(outputs, (rows,), generator=generator)
    return features, labels


def make_loop(sizes, batch, runs):
    """The loop that everybody writes, one run."""
    inputs, hidden, outputs = sizes
    features, labels = batch_of(inputs, outputs, batch, runs)
    model = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss_of = nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss_of(model(features), labels).backward()
        optimizer.step()

    return step, 1


def make_stacked(sizes, batch, runs):
    """All runs side by side: one batched product for each layer."""
    inputs, hidden, outputs = sizes
    features, labels = batch_of(inputs, outputs, batch, runs)
    stacked = features.expand(runs, batch, inputs)
    targets = labels.repeat(runs)
    parameters = [
        (0.1 * torch.randn(shape)).requires_grad_()
        for shape in [
            (runs, inputs, hidden),
            (runs, 1, hidden),
            (runs, hidden, outputs),
            (runs, 1, outputs),
        ]
    ]
    optimizer = torch.optim.Adam(parameters, lr=1e-3)

    def step():
        optimizer.zero_grad(set_to_none=True)
        first, first_bias, second, second_bias = parameters
        values = torch.relu(torch.baddbmm(first_bias, stacked, first))
        scores = torch.baddbmm(second_bias, values, second)
        # The sum over runs of each one's mean: no run feels another.
        loss = nn.functional.cross_entropy(scores.reshape(-1, outputs), targets, reduction="sum")
        (loss / batch).backward()
        optimizer.step()

    return step, runs


# Left to itself, PyTorch takes a thread for each physical core only.
torch.set_num_threads(os.cpu_count() or 1)
made = {}


def sample(task):
    key = json.dumps([task["mode"], task["sizes"], task["batch"], task["runs"]])
    if key not in made:
        make = make_loop if task["mode"] == "loop" else make_stacked
        made[key] = make(task["sizes"], task["batch"], task["runs"])
    step, runs = made[key]
    steps = 0
    started = time.perf_counter()
    while True:
        for _ in range(5):
            step()
        steps += 5
        passed = time.perf_counter() - started
        if passed >= task["seconds"]:
            return steps * runs / passed


print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    print(json.dumps(sample(json.loads(line))), flush=True)
