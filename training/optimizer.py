"""Muon for weight matrices, for networks that must learn from few steps; everything else is left to Adam."""
import torch
import torch.distributed as dist


def orthogonalised(matrix, steps=5):
    """Nearest semi-orthogonal matrix of a wide one, by the quintic Newton-Schulz iteration of Jordan et al. 2024, singular values in 0.7..1.2."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix / (matrix.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x


class Muon(torch.optim.Optimizer):
    """Momentum whose update is orthogonalised per weight; a convolution counts as a matrix with its thinner side as rows.

    Updates are scaled to the root mean square that Adam's have (Liu et al. 2025), so both share a learning rate.
    """

    def __init__(self, parameters, lr=1e-3, momentum=0.95):
        super().__init__(parameters, dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group['params']:
                state = self.state[weight]
                buffer = state.setdefault('momentum', torch.zeros_like(weight))
                buffer.lerp_(weight.grad, 1 - group['momentum'])
                update = weight.grad.lerp(buffer, group['momentum'])
                swapped = update.shape[1] < update.shape[0]
                update = update.transpose(0, 1) if swapped else update
                matrix = orthogonalised(update.reshape(len(update), -1))
                update = matrix.reshape(update.shape)
                update = update.transpose(0, 1) if swapped else update
                weight.add_(update, alpha=-group['lr'] * 0.2 * max(matrix.shape) ** 0.5)


def optimizers(network, lr, adam_lr=None, momentum=0.95, betas=(0.9, 0.99)):
    """[Muon over inner convolutions, Adam over the rest]; layers that see or make pixels are Adam's, as usual."""
    inner = [p for p in network.parameters() if p.ndim == 4 and min(p.shape[:2]) >= 32]
    chosen = {id(p) for p in inner}
    rest = [p for p in network.parameters() if id(p) not in chosen]
    return [Muon(inner, lr=lr, momentum=momentum), torch.optim.Adam(rest, lr=adam_lr or lr, betas=betas)]


def set_rates(steppers, factor):
    """Scale every group's learning rate to `factor` times the one it was made with."""
    for stepper in steppers:
        for group in stepper.param_groups:
            group['lr'] = factor * group.setdefault('first_lr', group['lr'])


def share_gradients(steppers):
    """Sets every gradient to its mean over all processes, in one message."""
    gradients = [p.grad for s in steppers for group in s.param_groups for p in group['params'] if p.grad is not None]
    flat = torch.cat([g.reshape(-1) for g in gradients])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    for gradient, mean in zip(gradients, flat.split([g.numel() for g in gradients])):
        gradient.copy_(mean.view_as(gradient))


def step_all(steppers):
    if dist.is_initialized():
        share_gradients(steppers)
    for stepper in steppers:
        stepper.step()
        stepper.zero_grad()
