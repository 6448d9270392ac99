"""What the exported extractor makes of every training image: writes embeddings.npy, float32 [n,64] of length 1, beside images.npy.

    python training/embeddings.py --images training/data128
"""
import argparse
import glob
import os

import numpy as np
import onnxruntime

BATCH = 64
EXTRACTOR = 'public/models/extractor-64/features.onnx'


def reader(output, threads=1):
    """A function images [n,h,w] in [0,1] -> the extractor's `output` for them."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(EXTRACTOR, options, providers=['CPUExecutionProvider'])
    name = session.get_inputs()[0].name

    def read(images):
        return np.concatenate([session.run([output], {name: images[i:i + BATCH, None].astype(np.float32)})[0]
                               for i in range(0, len(images), BATCH)])

    return read


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--images', required=True)
    options = parser.parse_args()
    embed = reader('embedding')
    for path in sorted(glob.glob(os.path.join(options.images, '*', 'images.npy'))):
        images = np.load(path, mmap_mode='r')
        found = np.concatenate([embed(np.asarray(images[i:i + 1000]) / np.float32(255)) for i in range(0, len(images), 1000)])
        np.save(os.path.join(os.path.dirname(path), 'embeddings.npy'), found)
        print(os.path.dirname(path), found.shape, float(np.linalg.norm(found, axis=1).mean()))
