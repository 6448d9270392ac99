"""Print the contrast of sets of pictures beside that of the first: where in the spectrum a model's slices lack power.

    python training/contrast.py WORK/rocks-real-training-128-2000.npy WORK/ddpm-128-*-rocks-real-2000.npy

Sets are .npy files [n,side,side] in 0..1, such as evaluate.py leaves in its WORK.
"""
import argparse

import numpy as np

BANDS = (0.001, 0.02, 0.04, 0.08, 0.12, 0.2, 0.3, 0.5)  # cycles per px
BRIGHT = 0.75  # grey above which a rock's pixel is a bright mineral


def power(images):
    """Mean power in BANDS of pictures [n,side,side] without their mean grey."""
    side = images.shape[1]
    spectrum = (np.abs(np.fft.fft2(images - images.mean((1, 2), keepdims=True))) ** 2).mean(0) / side ** 2
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(side), np.fft.fftfreq(side)))
    return np.array([spectrum[(frequency >= low) & (frequency < high)].mean() for low, high in zip(BANDS, BANDS[1:])])


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('sets', nargs='+')
    first = None
    for path in parser.parse_args().sets:
        images = np.load(path)
        own = power(images)
        first = own if first is None else first
        print(f'{path}: grey {images.std():.4f}, mean grey of a picture {images.mean((1, 2)).std():.4f} (standard deviations), '
              f'bright {(images > BRIGHT).mean():.4f}, power by band {(own / first).astype(float).round(2).tolist()}')
