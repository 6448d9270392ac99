"""Distil a diffusion model into a student that needs one network call for each of a few noise levels.

    python training/train_student.py --run training/runs/student --teacher training/runs/ddpm --steps 360
    python training/train_student.py --run training/runs/student128 --teacher training/runs/ddpm128 --start-from training/runs/student \
        --images training/data128 --batch 16 --steps 240

Each call of the student jumps from one of LEVELS to the next, where the teacher needs several steps of DPM-Solver++(2M) (Lu et al.
2022): progressive distillation (Salimans & Ho 2022) in one stage, between fixed levels. The student starts as the teacher, or
as another student, of any side. Run the same command again to resume. With --critic it also learns to draw, in all its calls, what a
discriminator cannot tell from real slices and what has the attributes that it is asked for:

    python training/train_student.py --run training/runs/student-judged --teacher training/runs/ddpm --start-from training/runs/student \
        --critic training/runs/dcgan --steps 1600 --decay-from 1250
"""
import argparse

import numpy as np
import torch
from torch.nn import functional as F

import train_ddpm
from conditions import ATTRIBUTES, dropped
from critic import Critic
from data import Mixture, parse_mix
from following import Asked
from optimizer import optimizers, set_rates, step_all
from restore import denoiser_at, fill
from runs import Average, Run, bf16, options_of, rate
from sample import few_steps
from train_ddpm import SIGMA_DATA, SIGMA_MAX, SIGMA_MIN
from unet import UNet

LEVELS = (SIGMA_MAX, 1.5, 0.4, 0.12, 0.0)  # structure is decided between the second and the fourth
SUBSTEPS = (12, 6, 6, 6)  # of the teacher between two levels; four each, from a first-order start, cost the slices an eighth of their power
ORDER = (1, 2, 0, 1, 2, 3)  # levels in turn: the first is easy, all there is to know at it is the mean grey
MIX = 'rocks-real=40,rocks-simulated=14,fibers-real=16,fibers-simulated=12,roots-simulated=18'


def scales(sigma):
    total = (sigma ** 2 + SIGMA_DATA ** 2) ** 0.5
    return SIGMA_DATA ** 2 / total ** 2, sigma * SIGMA_DATA / total, 1 / total


def denoised(network, x, sigma, condition):
    """Pictures from noisy ones x, all at level sigma."""
    return train_ddpm.denoised(network, x, torch.full((len(x),), float(sigma)), condition)


@torch.no_grad()
def teacher_jump(network, x, level, condition):
    """x at LEVELS[level] to the next level along the teacher's probability flow: DPM-Solver++(2M) from a step of Heun's method."""
    sigma, target = LEVELS[level], LEVELS[level + 1]
    levels = [*np.geomspace(sigma, max(target, SIGMA_MIN), SUBSTEPS[level] + 1), *([0.0] if target == 0 else [])]
    before = None  # all steps have the same logarithm, so that 2M's weights are 3/2 and -1/2
    for here, following in zip(levels, levels[1:]):
        estimate, ratio = denoised(network, x, here, condition), following / here
        blend = estimate
        if before is None:
            predicted = ratio * x + (1 - ratio) * estimate
            blend = (estimate + denoised(network, predicted, following, condition)) / 2
        elif following > 0:
            blend = 1.5 * estimate - 0.5 * before
        x, before = ratio * x + (1 - ratio) * blend, estimate
    return x


def loss_of(student, teacher, images, condition, level, noise):
    """Squared error of the student's raw output, all images at LEVELS[level]."""
    sigma, target = LEVELS[level], LEVELS[level + 1]
    x = images + sigma * noise
    ratio = target / sigma
    wanted = (teacher_jump(teacher, x, level, condition) - ratio * x) / (1 - ratio)
    skip, gain, scale = scales(sigma)
    with bf16():
        f = student(x * scale, torch.full((len(x),), np.log(sigma) / 4), condition)
    return ((f.float() - (wanted - skip * x) / gain) ** 2).mean()


def pulled(pictures, losses):
    """A loss whose gradient in `pictures` is the sum of those of `losses`, each scaled to a length of one, so that none drowns another."""
    gradients = [torch.autograd.grad(loss, pictures, retain_graph=True)[0] for loss in losses]
    return (pictures * sum(g / (g.norm() + 1e-12) for g in gradients)).sum()


def set_gradient(network, losses):
    """Sets the gradient of `network` to the sum of those of `losses`, each scaled to a length of one."""
    parameters, total = list(network.parameters()), 0
    for loss in losses:
        flat = torch.cat([g.flatten() for g in torch.autograd.grad(loss, parameters)])
        total = total + flat / (flat.norm() + 1e-12)
    for parameter, gradient in zip(parameters, total.split([p.numel() for p in parameters])):
        parameter.grad = gradient.view_as(parameter)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--teacher', required=True, help='run of train_ddpm.py or folder of an exported denoiser')
    parser.add_argument('--start-from', help='another student, as a run or exported; otherwise the student starts as the teacher')
    parser.add_argument('--critic', help='run of train_gan.py whose discriminator judges what is drawn')
    options = options_of(parser, MIX, steps=2000, batch=16, lr=5e-4)

    run = Run(options)
    taught, bounds = denoiser_at(options.teacher)
    teacher, student = (UNet().to(memory_format=torch.channels_last) for _ in range(2))
    first = denoiser_at(options.start_from)[0] if options.start_from else taught
    for network, weights in ((teacher, taught), (student, first)):
        fill(network, weights)
    teacher.eval().requires_grad_(False)
    steppers = optimizers(student, options.lr)
    critic = Critic(options.critic, options.lr) if options.critic else None
    average = Average(student, options.average)
    state = run.resume(student, steppers, average)
    if critic and state:
        critic.resume(state['critic'])
    step, images_seen = state.get('step', 0), state.get('images', 0)
    mixture = Mixture(options.images, parse_mix(options.mix), bounds)
    asked = Asked(mixture)
    rng = run.generator(options.seed, step)

    def save():
        run.save(network=student.state_dict(), average=average.weights, step=step, images=images_seen,
                 optimizers=[s.state_dict() for s in steppers], bounds=mixture.bounds,
                 **({'critic': critic.state()} if critic else {}))

    recent, recent_judged = {level: [] for level in range(len(LEVELS) - 1)}, []
    while step < options.steps and not run.stopping:
        set_rates([*steppers, *(critic.steppers if critic else [])], rate(step, 100, options.decay_from, options.steps))
        pictures, condition = mixture.batch(rng, options.batch)
        pictures = torch.from_numpy(pictures)[:, None]
        noise = torch.from_numpy(rng.standard_normal(pictures.shape, dtype=np.float32))
        level = ORDER[step % len(ORDER)]
        loss = loss_of(student, teacher, pictures, torch.from_numpy(dropped(rng, condition)), level, noise)
        losses = [loss]
        if critic:
            full = torch.from_numpy(condition)
            start = LEVELS[0] * torch.from_numpy(rng.standard_normal(pictures.shape, dtype=np.float32))
            drawn = few_steps(lambda x, sigma: denoised(student, x, sigma, full), start, LEVELS)
            own, judged = critic.judge(rng, pictures, drawn, full, step)
            unlike = asked.errors(drawn, full)
            losses.append(pulled(drawn, [judged, *F.smooth_l1_loss(unlike, torch.zeros_like(unlike), reduction='none').mean(0)]))
            recent_judged.append((own, judged.item(), *(unlike.detach() ** 2).mean(0).tolist()))
        set_gradient(student, losses)
        step_all(steppers)
        step, images_seen = step + 1, images_seen + options.batch * run.processes
        average.update(student, step)
        recent[level].append(loss.item())
        if step % 60 == 0:
            means = dict(zip(('critic', 'judged', *ATTRIBUTES), map(float, np.mean(recent_judged, axis=0)))) if critic else {}
            run.log(step=step, minutes=run.seconds() / 60, **{f'loss{k}': float(np.mean(v)) for k, v in recent.items()}, **means)
            recent, recent_judged = {k: [] for k in recent}, []
        if run.due():
            save()
    save()


if __name__ == '__main__':
    main()
