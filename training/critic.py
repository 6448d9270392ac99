"""A discriminator that judges what a student draws in all its calls, beside real slices (adversarial distillation, Sauer et al. 2023)."""
import os

import torch
from torch.nn import functional as F

from dcgan import Discriminator
from optimizer import step_all
from runs import bf16
from train_gan import PENALTY, PENALTY_EVERY, adam, augmented, penalty

SEEN = 64  # px, side of what the discriminator sees at once


def windows(rng, pictures):
    """As many windows of SEEN px as have the area of pictures [n,1,h,w], each from its own place: [k n,1,SEEN,SEEN], the n of all pictures first."""
    n, _, height, width = pictures.shape
    places = [(rng.integers(0, height - SEEN + 1), rng.integers(0, width - SEEN + 1)) for _ in range(height * width // SEEN ** 2 * n)]
    return torch.stack([pictures[i % n, :, y:y + SEEN, x:x + SEEN] for i, (y, x) in enumerate(places)])


class Critic:
    """The discriminator of a run of train_gan.py, which goes on learning, with the loss and penalties it was trained with."""

    def __init__(self, folder, lr):
        self.network = Discriminator()
        self.network.load_state_dict(torch.load(os.path.join(folder, 'checkpoint.pt'), weights_only=False)['discriminator'])
        self.network.to(memory_format=torch.channels_last)
        self.steppers = [adam(self.network.parameters(), lr)]

    def state(self):
        return {'network': self.network.state_dict(), 'optimizers': [s.state_dict() for s in self.steppers]}

    def resume(self, state):
        self.network.load_state_dict(state['network'])
        for stepper, saved in zip(self.steppers, state['optimizers']):
            stepper.load_state_dict(saved)

    def logits(self, real, drawn, condition):
        with bf16():
            return self.network(torch.cat([real, drawn]), condition.repeat(2, 1)).float().chunk(2)

    def judge(self, rng, real, drawn, condition, step):
        """Learns from slices real and drawn [n,1,h,w], paired by condition. Returns (own loss, the student's loss with its gradient)."""
        real = real + (torch.rand(real.shape) - 0.5) / 127.5  # fills the steps of 8 bits
        real, drawn = (augmented(rng, windows(rng, pictures)) for pictures in (real, drawn))
        condition = condition.repeat(len(real) // len(condition), 1)
        known, guessed = self.logits(real, drawn.detach(), condition)
        own = F.softplus(guessed - known).mean()
        loss = own
        if step % PENALTY_EVERY == 0:
            half = len(real) // 2
            both = torch.cat([real[:half], drawn[:half]])
            loss = loss + 2 * PENALTY_EVERY * PENALTY * penalty(self.network, both, condition[:half].repeat(2, 1))
        loss.backward()
        step_all(self.steppers)
        self.network.requires_grad_(False)
        known, guessed = self.logits(real, drawn, condition)
        self.network.requires_grad_(True)
        return own.item(), F.softplus(known - guessed).mean()
