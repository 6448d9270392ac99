"""Values of statsmodels and SciPy for the statistics of the study "Real or synthetic?", for tests/unit/study-statistics.test.ts.

    pip install statsmodels==0.15.0
    python training/golden_study.py

writes ../tests/golden/study.json.
"""
import json
import os

import numpy as np
from scipy import stats
from statsmodels.stats.inter_rater import fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

OUT = os.path.join(os.path.dirname(__file__), '../tests/golden/study.json')
COUNTS = [(0, 1), (1, 1), (0, 12), (6, 12), (12, 12), (13, 24), (17, 24), (24, 24), (301, 480), (1, 1000)]


def wilson(correct, n):
    low, high = proportion_confint(correct, n, alpha=0.05, method='wilson')
    return dict(correct=correct, n=n, low=low, high=high)


def transform(rate):
    return np.sqrt(2) * stats.norm.ppf(rate)


def d_prime(correct, n):
    """Macmillan & Creelman 2005, eq. 7.2; the rate at 0 and 1 after Hautus 1995."""
    rate = correct / n if 0 < correct < n else (correct + 0.5) / (n + 1)
    low, high = proportion_confint(correct, n, alpha=0.05, method='wilson')
    ends = [None if correct == 0 else transform(low), None if correct == n else transform(high)]
    return dict(correct=correct, n=n, value=transform(rate), ends=ends)


def pooled(correct, n):
    """
    Linearised variance between raters, its design effect, and Wilson's interval with the effective sample size (Korn & Graubard 1998).
    Two raters are too few for that: Wilson's interval over all their answers.
    """
    correct, n = np.array(correct), np.array(n)
    raters, total = len(n), n.sum()
    p = correct.sum() / total
    if raters < 3:
        low, high = proportion_confint(correct.sum(), total, alpha=0.05, method='wilson')
        return dict(correct=correct.tolist(), n=n.tolist(), p=p, designEffect=None, effective=int(total), low=low, high=high)
    between = raters / (raters - 1) * ((correct - p * n) ** 2).sum() / total**2
    binomial = p * (1 - p) / total
    effect = max(1.0, between / binomial) if binomial > 0 else 1.0
    shrink = (stats.norm.ppf(0.975) / stats.t.ppf(0.975, raters - 1)) ** 2
    effective = total / effect * shrink
    low, high = proportion_confint(p * effective, effective, alpha=0.05, method='wilson')
    return dict(correct=correct.tolist(), n=n.tolist(), p=p, designEffect=effect, effective=effective, low=low, high=high)


def kappa_standard_error(table):
    """Of Fleiss' kappa where there is no agreement beyond chance (Fleiss, Nee & Landis 1979, eq. 12)."""
    items, raters = table.shape[0], table[0].sum()
    p = table.sum(axis=0) / table.sum()
    q = 1 - p
    s = (p * q).sum()
    return np.sqrt(2 * (s**2 - (p * q * (q - p)).sum())) / (s * np.sqrt(items * raters * (raters - 1)))


def simulated_standard_error(table, draws=20000):
    """The same from random answers with the table's shares, which checks the formula."""
    rng = np.random.default_rng(1)
    raters = table[0].sum()
    shares = table.sum(axis=0) / table.sum()
    found = [fleiss_kappa(rng.multinomial(raters, shares, size=len(table))) for _ in range(draws)]
    return np.nanstd(found)


def kappa(table, simulate=False):
    table = np.array(table)
    row = dict(table=table.tolist(), kappa=fleiss_kappa(table), standardError=kappa_standard_error(table))
    return {**row, 'simulated': simulated_standard_error(table)} if simulate else row


def tables():
    rng = np.random.default_rng(7)
    wikipedia = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]
    left = rng.binomial(12, rng.beta(0.8, 0.8, size=24))
    chance = rng.binomial(8, 0.5, size=48)
    return [kappa(wikipedia), kappa(np.stack([left, 12 - left], 1), True), kappa(np.stack([chance, 8 - chance], 1), True)]


def quartiles(values):
    return dict(values=values, quartiles=np.percentile(values, [25, 50, 75]).tolist())


def main():
    rng = np.random.default_rng(3)
    golden = dict(
        wilson=[wilson(*c) for c in COUNTS],
        dPrime=[d_prime(*c) for c in COUNTS],
        student=[dict(freedom=v, value=stats.t.ppf(0.975, v)) for v in (1, 2, 3, 4, 5, 10, 29, 30, 200)],
        pooled=[
            pooled([13, 15, 20, 24, 11], [24] * 5),
            pooled([12, 12, 12], [24] * 3),
            pooled([24, 24], [24, 24]),
            pooled([30, 12], [36, 24]),
            pooled([3, 40, 11], [12, 48, 24]),
            pooled(rng.binomial(24, 0.62, size=30).tolist(), [24] * 30),
        ],
        kappa=tables(),
        quartiles=[quartiles([1200]), quartiles([900, 4100]), quartiles(rng.integers(400, 20000, size=23).tolist())],
    )
    with open(OUT, 'w') as file:
        json.dump(golden, file)
        file.write('\n')


if __name__ == '__main__':
    main()
