"""Train extractor-64: an image network and a text network at once.

    python training/train_extractor.py --run training/runs/extractor --steps 3000 --decay-from 2200

Run the same command again to resume. The losses, on two clean views A, B of each slice (crops, flips, turns, slight grey
changes) and two degraded copies C, D of A, of one kind and growing level:

- instance: InfoNCE between A and B (Oord et al. 2018, SimCLR); all other slices and every D are negatives, so that
  blur, noise, scale and order of the structure are not what the features forget;
- class: material, look, and the attributes by regression;
- level: the level of each kind of degradation by regression;
- order: A is nearer to C than to D, by pooled features and by the perceptual distance, whose weights learn from this;
- caption: does a sentence fit a slice; logistic per pair (SigLIP, Zhai et al. 2023), because many sentences fit one slice,
  and a softmax over full sentences.
"""
import argparse
import json
import os

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import captions
import degradations
from conditions import ATTRIBUTES, LOOKS, MATERIALS, scaled
from data import Source, bounds_of, parse_mix
from extractor import DIMENSION, EMBEDDING, ImageNetwork, TextNetwork
from optimizer import optimizers, set_rates, step_all
from runs import Average, Run, bf16, options_of, rate

MIX = 'rocks-real=22,rocks-simulated=22,fibers-real=14,fibers-simulated=22,roots-simulated=20'
VIEW = 56  # px: crops of the 64-px slices; no layer pads, so the size means nothing to the network
TEMPERATURE = 0.2
COMPARED_SLICES = 16  # per batch, by the perceptual distance
OWN_SENTENCES = [(m, (a, d, n)) for m in MATERIALS for a in range(3) for d in range(3) for n in range(3)]


class Slices(Source):
    """A source with the levels that a caption states: from the simulators' captions, or for real slices of a material
    with measured attributes from these, cut where the simulated slices' own measurements are cut."""

    def __init__(self, root, name):
        super().__init__(root, name)
        self.levels = np.full((len(self.images), 3), -1)
        path = os.path.join(root, name, 'samples.json')
        if os.path.exists(path):
            with open(path) as f:
                self.levels = np.array([captions.levels_of(name.split('-')[0], row['caption']) for row in json.load(f)])

    def adopt(self, simulated):
        """Take area fraction and noise levels over from a simulated source by equal thresholds of the measured attributes."""
        for said, measured in ((0, ATTRIBUTES.index('areaFraction')), (2, ATTRIBUTES.index('noise'))):
            shares = [(simulated.levels[:, said] < level).mean() for level in (1, 2)]
            cuts = np.quantile(simulated.attributes[:, measured], shares)
            self.levels[:, said] = np.searchsorted(cuts, self.attributes[:, measured])


def load_slices(root, names):
    sources = {name: Slices(root, name) for name in names}
    if {'rocks-real', 'rocks-simulated'} <= set(sources):
        sources['rocks-real'].adopt(sources['rocks-simulated'])
    return list(sources.values())


class Views:
    """Batches of clean views, degraded copies, and what is known about them."""

    def __init__(self, root, mix, bounds=None):
        self.sources = load_slices(root, mix)
        self.shares = np.array(list(mix.values())) / sum(mix.values())
        self.bounds = bounds or bounds_of(self.sources)

    def batch(self, rng, n):
        """Images [4n,1,56,56] in the order A, B, C, D, and a dict of targets [n,...]."""
        edges = np.floor(np.concatenate([[0], np.cumsum(self.shares)]) * n + rng.random()).astype(int)
        views, known = [[], [], [], []], {k: [] for k in ('material', 'look', 'attributes', 'measured', 'levels', 'kind', 'strength')}
        for source, count in zip(self.sources, np.diff(edges)):
            material = MATERIALS[source.material]
            for row in rng.integers(len(source.images), size=count):
                image = source.images[row].astype(np.float32) / 255
                kind = rng.integers(len(degradations.KINDS))
                strong = rng.uniform(0.3, 1)
                weak = rng.uniform(0.1, 0.8) * strong
                patch = int(rng.choice((4, 7, 8, 14)))
                first = self.view(rng, image, material)
                for part, picture in zip(views, (
                        first[:VIEW, :VIEW], self.view(rng, image, material)[:VIEW, :VIEW],
                        *(degradations.degraded(degradations.KINDS[kind], level, first, VIEW, rng, patch) for level in (weak, strong)))):
                    part.append(picture)
                attributes = np.zeros(3)
                if source.attributes is not None:
                    attributes = scaled(source.attributes[row], self.bounds[material])
                for key, value in zip(known, (source.material, source.look, attributes, source.attributes is not None,
                                              source.levels[row], kind, (weak, strong))):
                    known[key].append(value)
        images = torch.from_numpy(np.stack(sum(views, [])).astype(np.float32))[:, None]
        return images.contiguous(memory_format=torch.channels_last), {k: np.array(v) for k, v in known.items()}

    @staticmethod
    def view(rng, image, material):
        """A turn, a flip, a shift and a slight change of grey; [h,w] at least 56 px wide."""
        image = np.rot90(image, 0 if material == 'roots' else rng.integers(4))  # roots grow downwards
        image = image[:, ::-1] if rng.random() < 0.5 else image
        row, column = rng.integers(0, len(image) - VIEW + 1, 2)
        grey = (image[row:, column:] - 0.45) * rng.uniform(0.92, 1.08) + 0.45 + rng.uniform(-0.03, 0.03)
        return np.clip(grey, 0, 1).astype(np.float32)


class Heads(nn.Module):
    """What only training needs."""

    def __init__(self):
        super().__init__()
        self.instance = nn.Sequential(nn.Linear(DIMENSION, 128), nn.ReLU(), nn.Linear(128, EMBEDDING))
        self.classes = nn.Linear(DIMENSION, len(MATERIALS) + len(LOOKS))
        self.attributes = nn.Linear(DIMENSION, len(ATTRIBUTES))
        self.level = nn.Linear(DIMENSION, len(degradations.KINDS))
        self.scale = nn.Parameter(torch.tensor(8.0))
        self.bias = nn.Parameter(torch.tensor(-4.0))


def matches(rng, known, count):
    """Sentences and what is known about them: texts [3n], whether each fits each slice [n,3n] (1, 0, NaN unknown).

    The first n are full sentences of random classes, worded as the simulators do every other time; the others are
    sentences about slices of the batch that may leave things out.
    """
    n = len(known['material'])
    said = [(MATERIALS.index(m), levels) for m, levels in (OWN_SENTENCES[i] for i in rng.integers(len(OWN_SENTENCES), size=n))]
    for row in rng.integers(n, size=count - n):
        levels = known['levels'][row]
        full = rng.random() < 0.4
        said.append((known['material'][row], levels if full else np.where(rng.random(3) < 0.5, levels, -1)))
    texts = []
    for material, levels in said:
        name = MATERIALS[material]
        own = min(levels) >= 0 and rng.random() < 0.5
        texts.append(captions.caption_of(name, levels) if own else captions.paraphrase(rng, name, levels))
    materials, levels = np.array([m for m, _ in said]), np.array([levels for _, levels in said])
    theirs, ours = known['levels'][:, None], levels[None]
    wrong = ((theirs >= 0) & (ours >= 0) & (theirs != ours)).any(2) | (known['material'][:, None] != materials[None])
    unknown = ((theirs < 0) & (ours >= 0)).any(2)
    return texts, np.where(wrong, 0.0, np.where(unknown, np.nan, 1.0)), (levels >= 0).all(1)


def caption_loss(heads, images, texts, fit, full):
    """Balanced logistic loss over all pairs, and softmax over full sentences for each slice."""
    cosine = images @ texts.T
    logits = cosine * heads.scale + heads.bias
    known = ~torch.isnan(fit)
    target = torch.nan_to_num(fit)
    each = F.binary_cross_entropy_with_logits(logits, target, reduction='none')
    logistic = sum((each * part).sum() / part.sum().clamp(min=1) for part in (known & (target > 0), known & (target == 0)))
    rival = (cosine * 20)[:, full].masked_fill(~known[:, full], -1e4)
    right = target[:, full]
    per_slice = -(torch.log_softmax(rival, 1) * right).sum(1) / right.sum(1).clamp(min=1)
    counted = right.sum(1) > 0
    return logistic + 0.5 * per_slice[counted].sum() / counted.sum().clamp(min=1)


def info_nce(projected, n):
    """InfoNCE of the views A and B, with D among the negatives."""
    z = F.normalize(projected, dim=1)
    anchors, others = z[:2 * n], torch.cat([z[:2 * n], z[3 * n:]])
    logits = anchors @ others.T / TEMPERATURE
    logits.fill_diagonal_(-1e4)
    return F.cross_entropy(logits, torch.arange(2 * n).roll(n))


def order(near, far):
    """Logistic loss on the logarithm of two distances [n], the first of which should be smaller."""
    return F.softplus(4 * (torch.log(near + 1e-6) - torch.log(far + 1e-6))).mean()


def losses(network, text, heads, counter, rng, images, known):
    n = len(known['material'])
    with bf16():
        maps = network.maps(images)
    pooled = network.pooled(maps)
    a, b, c, d = pooled.split(n)
    clean = torch.cat([a, b])
    twice = lambda key: torch.from_numpy(np.concatenate([known[key]] * 2))

    classes = heads.classes(clean)
    measured = twice('measured')[:, None]
    attributes = ((heads.attributes(clean) - twice('attributes').float()) ** 2 * measured).mean()
    named = F.cross_entropy(classes[:, :len(MATERIALS)], twice('material')) + F.cross_entropy(classes[:, len(MATERIALS):], twice('look'))

    wanted = torch.zeros(4 * n, len(degradations.KINDS))
    rows, kind = torch.arange(n), torch.from_numpy(known['kind'])
    strength = torch.from_numpy(known['strength']).float()
    wanted[2 * n + rows, kind], wanted[3 * n + rows, kind] = strength[:, 0], strength[:, 1]
    level = ((heads.level(pooled) - wanted) ** 2).sum(1).mean()

    spread = a.detach().std(0) + 1e-3
    apart = lambda x: (((x - a) / spread) ** 2).mean(1)
    # After shrinking, positions no longer correspond. Only the weights learn here, which a few slices teach.
    aligned = rows[kind != degradations.KINDS.index('shrink')][:COMPARED_SLICES]
    part = lambda k: [m[k * n + aligned].detach() for m in maps]
    perceptual = order(*(network.distance(part(0), part(k)) for k in (2, 3))) if len(aligned) > 0 else torch.zeros(())

    texts, fit, full = matches(rng, known, 3 * n)
    written = text(torch.from_numpy(counter(texts)))
    told = caption_loss(heads, network.embedding(a), written, torch.from_numpy(fit).float(), torch.from_numpy(full))
    return {'instance': 0.5 * info_nce(heads.instance(pooled), n), 'class': 0.3 * named, 'attributes': attributes,
            'level': 2 * level, 'order': 0.5 * order(apart(c), apart(d)), 'perceptual': 0.3 * perceptual, 'caption': told}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--adam-lr', type=float, default=2e-3)
    options = options_of(parser, MIX, steps=3000, batch=48, lr=1.5e-3, threads=1)

    run = Run(options)
    vocabulary = captions.vocabulary()
    counter = captions.Counter(vocabulary)
    parts = nn.ModuleDict({'image': ImageNetwork(), 'text': TextNetwork(len(vocabulary)), 'heads': Heads()})
    parts = parts.to(memory_format=torch.channels_last)
    steppers = optimizers(parts, options.lr, options.adam_lr)
    average = Average(parts, options.average)
    state = run.resume(parts, steppers, average)
    step, images_seen = state.get('step', 0), state.get('images', 0)
    views = Views(options.images, parse_mix(options.mix), state.get('bounds'))
    rng = run.generator(options.seed, step)

    def save():
        run.save(network=parts.state_dict(), average=average.weights, step=step, images=images_seen,
                 optimizers=[s.state_dict() for s in steppers], bounds=views.bounds, mix=options.mix, vocabulary=vocabulary)

    recent = []
    while step < options.steps and not run.stopping:
        set_rates(steppers, rate(step, 100, options.decay_from, options.steps))
        images, known = views.batch(rng, options.batch)
        terms = losses(parts['image'], parts['text'], parts['heads'], counter, rng, images, known)
        sum(terms.values()).backward()
        nn.utils.clip_grad_norm_(parts.parameters(), 5.0)
        step_all(steppers)
        step, images_seen = step + 1, images_seen + options.batch * 4 * run.processes
        average.update(parts, step)
        recent.append([value.item() for value in terms.values()])
        if step % 50 == 0:
            run.log(step=step, **dict(zip(terms, map(float, np.mean(recent, axis=0)))), minutes=run.seconds() / 60)
            recent = []
        if run.due():
            save()
    save()


if __name__ == '__main__':
    main()
