"""Sentences about slices: levels of what a caption says, paraphrases, and the bag of words that the text network reads.

Levels [n,3] are 0, 1, 2 for the low, middle and high third of area fraction, feature diameter and noise, -1 where unknown.
"""
import re

import numpy as np

SAID = ('areaFraction', 'diameter', 'noise')
# What the simulators' own captions say (src/materials/caption.ts), lowest level first.
CANONICAL = {
    'rocks': (('low porosity', 'medium porosity', 'high porosity'), ('small', 'medium-sized', 'large')),
    'fibers': (('loosely packed', 'closely packed', 'densely packed'), ('small', 'medium-sized', 'large')),
    'roots': (('few', 'several', 'many'), ('thin', 'medium-sized', 'thick')),
}
NOISE = ('little noise', 'some noise', 'strong noise')
PARAPHRASES = {
    'rocks': ((('low porosity', 'few pores', 'little pore space', 'small porosity', 'dense'),
               ('medium porosity', 'moderate porosity', 'some pores', 'intermediate porosity'),
               ('high porosity', 'many pores', 'much pore space', 'large porosity', 'very porous')),
              (('small', 'fine', 'tiny'), ('medium-sized', 'medium', 'intermediate'), ('large', 'coarse', 'big'))),
    'fibers': ((('loosely packed', 'low fiber content', 'low fiber fraction', 'sparse'),
                ('closely packed', 'medium fiber content', 'medium fiber fraction'),
                ('densely packed', 'high fiber content', 'high fiber fraction', 'tightly packed')),
               (('small', 'thin', 'fine'), ('medium-sized', 'medium'), ('large', 'thick', 'coarse'))),
    'roots': ((('few', 'sparse'), ('several', 'some'), ('many', 'dense')),
              (('thin', 'fine', 'small'), ('medium-sized', 'medium'), ('thick', 'large', 'coarse'))),
}
NOISE_PARAPHRASES = (('little noise', 'low noise', 'clean', 'hardly any noise', 'noise-free'),
                     ('some noise', 'moderate noise', 'medium noise', 'slightly noisy'),
                     ('strong noise', 'high noise', 'noisy', 'much noise', 'very noisy'))
OPENINGS = {
    'rocks': ('microCT slice of a rock', 'CT slice of a rock', 'slice of a rock', 'tomography of rock', 'rock',
              'microCT slice of sandstone', 'X-ray image of a rock', 'image of a porous rock'),
    'fibers': ('microCT slice of a fiber composite', 'CT slice of a fiber composite', 'slice of a composite', 'fiber composite',
               'tomography of fibers', 'microCT slice of a fiber bed', 'X-ray image of fibers', 'ceramic matrix composite'),
    'roots': ('scan', 'image', 'picture', 'photograph', 'scanned image'),
}
RULE = ('Lower-case the text; words are the maximal runs of a to z; terms are the words and every two neighbouring words '
        'joined by one space; the input counts how often each term of the vocabulary occurs.')


def levels_of(material, caption):
    """The levels [3] that a simulator's caption states."""
    area, size = CANONICAL[material]
    words = dict(areaFraction=area, diameter=size, noise=NOISE)
    find = lambda options: next((k for k, text in enumerate(options) if re.search(rf'\b{text}\b', caption)), -1)
    return [find(words[name]) for name in SAID]


def caption_of(material, levels):
    """The simulators' own sentence for three known levels."""
    (area, size), (a, d, n) = CANONICAL[material], levels
    if material == 'rocks':
        return f'microCT slice of a rock with {size[d]} grains, {area[a]}, {NOISE[n]}'
    if material == 'fibers':
        return f'microCT slice of a fiber composite with {size[d]} fibers, {area[a]}, {NOISE[n]}'
    return f'scan of {area[a]} {size[d]} plant roots on paper, {NOISE[n]}'


def paraphrase(rng, material, levels):
    """A sentence that says the levels >= 0 in words drawn from the lists above, in any order."""
    pick = lambda options: options[rng.integers(len(options))]
    areas, sizes = PARAPHRASES[material]
    area, size, noise = levels
    if material == 'roots':
        words = [pick(areas[area])] if area >= 0 else []
        words += [pick(sizes[size])] if size >= 0 else []
        roots = pick(('plant roots', 'roots'))
        parts = [' '.join([pick(OPENINGS['roots']), 'of', *words, roots, *pick(([], ['on', 'paper']))])]
        rest = []
    else:
        feature = {'rocks': ('grains', 'grains', 'particles'), 'fibers': ('fibers', 'fibers', 'fibres')}[material]
        parts = [pick(OPENINGS[material])]
        rest = [pick(areas[area])] if area >= 0 else []
        if size >= 0:
            rest.append(f'{pick(sizes[size])} {pick(feature)}')
    if noise >= 0:
        rest.append(pick(NOISE_PARAPHRASES[noise]))
    rest = [rest[i] for i in rng.permutation(len(rest))]
    if not rest:
        return parts[0]
    return parts[0] + pick((' with ', ', ')) + pick((', ', ' and ')).join(rest)


def terms(text):
    words = re.findall(r'[a-z]+', text.lower())
    return words + [' '.join(pair) for pair in zip(words, words[1:])]


def vocabulary(count=20000, least=40):
    """Terms that occur at least `least` times in `count` random paraphrases, and all of the simulators' own sentences."""
    rng = np.random.default_rng(1)
    seen, own = {}, set()
    materials = list(CANONICAL)
    for k in range(count):
        material = materials[k % len(materials)]
        for term in set(terms(paraphrase(rng, material, rng.integers(-1, 3, 3)))):
            seen[term] = seen.get(term, 0) + 1
    for material in materials:
        for code in range(27):
            own.update(terms(caption_of(material, (code // 9, code // 3 % 3, code % 3))))
    return sorted(own | {term for term, times in seen.items() if times >= least})


class Counter:
    """Texts to counts [n,vocabulary] float32 by RULE."""

    def __init__(self, known):
        self.index = {term: i for i, term in enumerate(known)}

    def __call__(self, texts):
        counts = np.zeros((len(texts), len(self.index)), np.float32)
        for row, text in zip(counts, texts):
            for term in terms(text):
                if term in self.index:
                    row[self.index[term]] += 1
        return counts
