"""Train the noise-aware classifier that guides ddpm-64, and add its gradient to the exported model.

    python training/train_classifier.py --model public/models/ddpm-64

It sees the same noisy pictures as the denoiser, of all materials and looks, and is small enough to be trained in minutes.
"""
import argparse
import hashlib
import json
import os

import numpy as np
import torch
from torch.nn import functional as F

import graph
from classifier import Classifier, Gradient
from conditions import MATERIALS
from data import Mixture, parse_mix
from export import write_catalog, write_json
from optimizer import step_all
from runs import join_processes
from train_ddpm import COARSE, COARSE_FROM, FINE, FINE_TO, P_MEAN, P_STD, SIGMA_DATA, SIGMA_MAX, SIGMA_MIN, sigmas

MIX = 'rocks-real=17,rocks-simulated=16,fibers-real=17,fibers-simulated=16,roots-simulated=34'
FILE = 'classifier.onnx'
LEVELS = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0)  # σ at which the accuracy is told


def noisy(mixture, rng, n, sigma):
    """(c_in x [n,1,64,64], c_noise [n], class [n]) at noise levels sigma [n]."""
    pictures, condition = mixture.batch(rng, n)
    x = torch.from_numpy(pictures)[:, None]
    s = sigma[:, None, None, None]
    x = x + s * torch.from_numpy(rng.standard_normal(x.shape, dtype=np.float32))
    classes = torch.from_numpy(condition[:, :len(MATERIALS)].argmax(1))
    return x / torch.sqrt(s ** 2 + SIGMA_DATA ** 2), torch.log(sigma) / 4, classes


def add_to_model(classifier, folder, facts):
    """Writes the gradient's graph beside the denoiser and names it in the card."""
    inputs = dict(x=torch.randn(2, 1, 64, 64), c_noise=torch.zeros(2), **{'class': torch.eye(len(MATERIALS))[:2]})
    content = graph.quantised(graph.to_onnx(Gradient(classifier).eval(), inputs, 'gradient')).SerializeToString()
    with open(os.path.join(folder, FILE), 'wb') as f:
        f.write(content)
    path = os.path.join(folder, 'card.json')
    with open(path) as f:
        card = json.load(f)
    card['files'] = [row for row in card['files'] if row['role'] != 'classifier'] + [
        {'role': 'classifier', 'path': FILE, 'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest(), 'precision': 'int8'}]
    card['training']['classifier'] = facts
    write_json(path, card)
    write_catalog(os.path.dirname(os.path.abspath(folder)))
    return len(content)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, help='folder of the exported denoiser')
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--steps', type=int, default=2000)
    parser.add_argument('--batch', type=int, default=64)
    parser.add_argument('--lr', type=float, default=2e-3)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    processes, process = join_processes()
    rng = np.random.default_rng([options.seed, process])
    mixture = Mixture(options.images, parse_mix(MIX))
    classifier = Classifier()
    adam = torch.optim.AdamW(classifier.parameters(), lr=options.lr, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(adam, options.lr, total_steps=options.steps)
    for step in range(options.steps):
        x, c_noise, classes = noisy(mixture, rng, options.batch, sigmas(rng, options.batch))
        loss = F.cross_entropy(classifier(x, c_noise), classes)
        loss.backward()
        step_all([adam])
        schedule.step()
        if (step + 1) % 100 == 0 and process == 0:
            print(step + 1, round(loss.item(), 4), flush=True)

    if process:
        return
    classifier.eval()
    accuracy = {}
    with torch.no_grad():
        for sigma in LEVELS:
            x, c_noise, classes = noisy(mixture, rng, 512, torch.full((512,), sigma))
            accuracy[str(sigma)] = round((classifier(x, c_noise).argmax(1) == classes).float().mean().item(), 3)
    facts = {'steps': options.steps, 'images': options.steps * options.batch * processes, 'accuracyBySigma': accuracy,
             'noise': f'ln sigma ~ N({P_MEAN}, {P_STD}^2), {COARSE:.0%} of it even from {COARSE_FROM} to {SIGMA_MAX}, {FINE:.0%} from {SIGMA_MIN} to {FINE_TO}'}
    print(add_to_model(classifier, options.model, facts), 'bytes', json.dumps(facts))


if __name__ == '__main__':
    main()
