"""What evaluate.py measures: functions of sets of pictures [n,h,w] in [0,1] and of their features [n,d]."""
import numpy as np
from scipy import stats

THRESHOLDS = {'rocks': 0.334, 'fibers': 0.5, 'roots': 0.5}  # grey that parts the phases, as in src/materials/attributes.ts
REACH = 20  # px up to which curves are compared
NEIGHBOURS = 3


def phase(images, material):
    """Where in pictures [..., h, w] the material's phase is: pores are dark, fibers and roots are bright."""
    return images < THRESHOLDS[material] if material == 'rocks' else images >= THRESHOLDS[material]


def two_point(mask):
    """S2(r) of a phase for r = 0..19 px, both axes, mean over images: probability that both ends lie in it."""
    mask = mask.astype(np.float32)
    curve = [mask.mean()]
    for r in range(1, REACH):
        curve.append(((mask[:, r:] * mask[:, :-r]).mean() + (mask[:, :, r:] * mask[:, :, :-r]).mean()) / 2)
    return np.array(curve)


def chord_lengths(mask):
    """Share of chords of each length 1..20 px, the last holding all longer ones, along both axes; those cut by the border left out."""
    counts = np.zeros(REACH)
    for rows in (mask.reshape(-1, mask.shape[2]), mask.transpose(0, 2, 1).reshape(-1, mask.shape[1])):
        changes = np.diff(rows.astype(np.int8), axis=1)
        row, column = np.nonzero(changes)
        steps = changes[row, column]
        pairs = (steps[:-1] == 1) & (steps[1:] == -1) & (row[:-1] == row[1:])
        lengths = column[1:][pairs] - column[:-1][pairs]
        counts += np.bincount(np.minimum(lengths, REACH), minlength=REACH + 1)[1:]
    return counts / max(1, counts.sum())


def rms(a, b):
    return float(np.sqrt(((a - b) ** 2).mean()))


def squared_distances(a, b):
    return np.maximum((a ** 2).sum(1)[:, None] + (b ** 2).sum(1)[None] - 2 * a @ b.T, 0)


def precision_recall(real, drawn, overlap=None, drawn_overlap=None):
    """Kynkäänniemi et al. 2019 with k = 3: share of drawn features within the real manifold, and of real ones within the drawn.

    The manifold is made of balls that reach to the third nearest neighbour. Crops that were cut from a few large pictures often are one
    another's neighbours because they show the same place, moved by some pixels, which says nothing of how densely such pictures lie:
    `overlap` [n,n] and `drawn_overlap` tell which pictures of a set are no neighbours; left out, only each of itself. None where a
    picture has fewer than three neighbours then.
    """
    def radii(features, shared):
        between = squared_distances(features, features)
        between[np.eye(len(features), dtype=bool) if shared is None else shared] = np.inf
        return np.partition(between, NEIGHBOURS - 1, axis=1)[:, NEIGHBOURS - 1]

    real_radii, drawn_radii = radii(real, overlap), radii(drawn, drawn_overlap)
    if np.isinf(real_radii).any() or np.isinf(drawn_radii).any():
        return None
    between = squared_distances(real, drawn)
    return float((between <= real_radii[:, None]).any(0).mean()), float((between <= drawn_radii[None]).any(1).mean())


def coarse(images):
    """Images averaged 4x4 and flattened: [n,side²/16], so that a copy is found also when it is shifted by a pixel."""
    cells = images.shape[1] // 4
    return images.reshape(-1, cells, 4, cells, 4).mean((2, 4)).reshape(len(images), -1).astype(np.float32)


def distances(a, b):
    """Root mean square differences between all rows of a [n,d] and b [m,d]."""
    return np.sqrt(squared_distances(a, b) / a.shape[1])


def turned(images):
    """All eight flips and rotations of every image."""
    quarter = [np.rot90(images, k, axes=(1, 2)) for k in range(4)]
    return np.concatenate(quarter + [q[:, :, ::-1] for q in quarter])


def nearest(images, training):
    """Distance of each image to its nearest training crop in any orientation, grey units after 4x4 averages: [n]."""
    ours, best = coarse(images), np.full(len(images), np.inf, np.float32)
    for start in range(0, len(training), 1000):
        best = np.minimum(best, distances(ours, coarse(turned(training[start:start + 1000] / np.float32(255)))).min(1))
    return best


def closest_pair(images, overlap=None):
    """Smallest distance between two pictures, of pairs that share no pixels (`overlap` as above)."""
    flat = images.reshape(len(images), -1)
    between = distances(flat, flat)
    between[np.eye(len(images), dtype=bool) if overlap is None else overlap] = np.inf
    return float(between.min())


def following(asked, measured):
    """How closely measured attributes [n] follow the asked ones [n]: slope of the regression line and R² of measured = asked.

    R² is 1 - sum (measured - asked)² / sum (asked - mean asked)², so that a constant offset counts against it too.
    """
    spread = ((asked - asked.mean()) ** 2).sum()
    if spread == 0:
        return None
    return float(stats.linregress(asked, measured).slope), float(1 - ((measured - asked) ** 2).sum() / spread)
