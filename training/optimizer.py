"""Muon for weight matrices, for networks that must learn from few steps; everything else is left to Adam."""
import torch


def orthogonalised(matrix, steps=5):
    """Nearest semi-orthogonal matrix by the quintic Newton-Schulz iteration of Jordan et al. 2024, singular values in 0.7..1.2."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix if matrix.shape[0] <= matrix.shape[1] else matrix.T
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x if matrix.shape[0] <= matrix.shape[1] else x.T


class Muon(torch.optim.Optimizer):
    """Momentum whose update is orthogonalised per weight; convolutions count as matrices [out, in*k*k].

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
                update = orthogonalised(weight.grad.lerp(buffer, group['momentum']).reshape(len(weight), -1))
                scale = 0.2 * max(update.shape) ** 0.5
                weight.add_(update.reshape(weight.shape), alpha=-group['lr'] * scale)


def optimizers(network, lr, adam_lr=None):
    """[Muon over inner convolutions, Adam over the rest]; first and last layers are Adam's, as usual."""
    inner = [p for name, p in network.named_parameters()
             if p.ndim == 4 and not name.startswith(('first', 'last'))]
    chosen = {id(p) for p in inner}
    rest = [p for p in network.parameters() if id(p) not in chosen]
    return [Muon(inner, lr=lr), torch.optim.Adam(rest, lr=adam_lr or lr, betas=(0.9, 0.99))]
