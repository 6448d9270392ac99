"""Values of SciPy and statsmodels that the tests of the study's statistics compare with (`pip install statsmodels==0.15.0`).

    python training/golden_study.py

writes tests/golden/study.json.
"""
import json
import os

import numpy as np
from scipy.stats import binomtest, norm
from statsmodels.stats.inter_rater import fleiss_kappa

OUT = os.path.join(os.path.dirname(__file__), '..', 'tests', 'golden', 'study.json')


def main():
    intervals = []
    for right, total in ((0, 5), (5, 5), (3, 7), (12, 20), (61, 64), (500, 1000)):
        low, high = binomtest(right, total).proportion_ci(0.95, method='wilson')
        intervals.append({'right': right, 'total': total, 'low': low, 'high': high})
    detections = []
    for hits, signals, alarms, noises in ((10, 20, 5, 20), (20, 20, 0, 20), (7, 9, 8, 11), (0, 4, 4, 4)):
        # One half added to each cell (Hautus 1995).
        z = norm.ppf([(hits + 0.5) / (signals + 1), (alarms + 0.5) / (noises + 1)])
        detections.append({'hits': hits, 'signals': signals, 'alarms': alarms, 'noises': noises,
                           'dPrime': z[0] - z[1], 'criterion': -(z[0] + z[1]) / 2})
    rng = np.random.default_rng(4)
    tables = [rng.multinomial(5, p, size=12) for p in ([0.5, 0.5], [0.9, 0.1], [0.2, 0.5, 0.3])]
    agreements = [{'table': t.tolist(), 'kappa': fleiss_kappa(t)} for t in tables]
    with open(OUT, 'w') as f:
        json.dump({'intervals': intervals, 'detections': detections, 'agreements': agreements}, f, indent=1)


if __name__ == '__main__':
    main()
