"""What the card of each model says of it that training does not know, and where its data come from."""
MODELS = {
    'ddpm-64': dict(
        name='DDPM', family='diffusion', role='denoiser', resolution=64,
        description='Diffusion model: realistic grains, pores, fibers and noise; needs tens of network calls per picture.',
        limitations=['Real-looking rocks resemble one sandstone plug; other rocks are known from simulation only.',
                     'Thin simulated roots break up.',
                     'Real-looking rocks have a fifth less noise than asked; real-looking fibers follow attributes loosely.']),
    'ddpm-128': dict(
        name='DDPM 128', family='diffusion', role='denoiser', resolution=128, like=True,
        description='Diffusion model of 128-px slices: twice the field of view at the same scale; four times the work of DDPM.',
        limitations=['Real-looking rocks resemble one sandstone plug; other rocks are known from simulation only.']),
    'student-64': dict(
        name='Few-step DDPM', family='diffusion', role='denoiser', resolution=64, levels=True,
        description='The diffusion model distilled into four network calls.',
        limitations=['Real-looking rocks resemble one sandstone plug; other rocks are known from simulation only.',
                     'Fixed to its own four noise levels: it cannot be edited with.']),
    'student-128': dict(
        name='Few-step DDPM 128', family='diffusion', role='denoiser', resolution=128, levels=True,
        description='DDPM 128 distilled into four network calls.',
        limitations=['Real-looking rocks resemble one sandstone plug; other rocks are known from simulation only.',
                     'Fixed to its own four noise levels: it cannot be edited with.']),
    'control-128': dict(
        name='Sketch to slice', family='diffusion', role='denoiser', resolution=128, control=True,
        description='DDPM 128 with a branch that follows a sketch of edges or of labelled areas.',
        limitations=['Follows outlines of the size it knows from slices; a sketch of other things is filled with what is usual.',
                     'Real-looking rocks resemble one sandstone plug; other rocks are known from simulation only.']),
    'stylegan-64': dict(
        name='StyleGAN', family='gan', role='generator', resolution=64, network='stylegan',
        description='Style-based adversarial network: one network call, styles of two seeds can be mixed by scale.',
        limitations=['Real-looking rocks resemble one sandstone plug; other rocks are known from simulation only.']),
    'dcgan-64': dict(
        name='DCGAN', family='gan', role='generator', resolution=64,
        description='Generative adversarial network: one network call, grains with outlines and crisp noise; fibers merge and roots fray.',
        limitations=['Fréchet distance on rocks is 2.9 times the real-against-real floor at N = 2000, on fibers ten times.',
                     'Grain outlines are softer than real ones, neighbouring fibers merge, and simulated roots have frayed edges.',
                     'Asked attributes are followed loosely with the real look: R² is about zero for rocks.']),
    'collapsed-64': dict(
        name='Collapsed DCGAN', family='gan', role='generator', resolution=64,
        teaching='Its generator learnt twenty times faster than its discriminator and found a few pictures that fool it: mode collapse.',
        description="A DCGAN that failed, kept to learn from: the generator learnt twenty times faster than the discriminator, as in the paper's last run.",
        limitations=['Whatever the seed, pictures of one material are nearly the same: do not use it for anything but teaching.']),
    'vae-64': dict(
        name='VAE', family='vae', role='decoder', resolution=64,
        description='Variational autoencoder: the smallest, with a latent space to walk and the right porosity; outlines are soft and echo, real noise is missing.',
        limitations=['Outlines are soft with echoes beside them; the fine texture is those echoes and not instrument noise; small grains are missing.',
                     'Fibers of the real fiber bed, 5 px wide, run into one another.',
                     'Follows the asked area fraction closely, the asked noise not at all.']),
    'vae-128': dict(
        name='VAE 128, β = 1', family='vae', role='decoder', resolution=128,
        description='Variational autoencoder of 128-px slices with its encoder: shows what 96 numbers keep of a slice.',
        limitations=['Outlines are soft, small grains and single fibers are lost, and there is no instrument noise.']),
    'vae-128-beta': dict(
        name='VAE 128, large β', family='vae', role='decoder', resolution=128,
        description='The same autoencoder under a larger β: fewer numbers carry more meaning each, and pictures are blurrier.',
        limitations=['Blurrier than with β = 1 by design: β weighs the order of the latent space above the picture.']),
}
DATA = {
    'rocks-real': ('Sandstone plug, slices 0000, 0050, 0100', 'MIT', 'real microCT; windows averaged 2x2'),
    'fibers-real': ('SiC fiber bed, published figure, left part', 'BSD-3-Clause', 'real microCT; one drawn slice, at its own scale'),
    'rocks-simulated': ('Simulated rocks', 'MIT', "the project's own simulator"),
    'fibers-simulated': ('Simulated fibers', 'MIT', "the project's own simulator"),
    'roots-simulated': ('Simulated roots', 'MIT', "the project's own simulator"),
}
