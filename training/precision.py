"""What a model's weights cost and lose in float32, float16, int8 and int4, and the published int8 graph that computes in float16: writes docs/precision.json, from which tables.py makes a table.

    python training/precision.py --model public/models/dcgan-64 --run training/runs/dcgan --tools TOOLS --work WORK --data DIR

float16 also computes in float16, which a CPU does by rounding what operators take and give; int8 and int4 are weights only, one scale
per output channel, float arithmetic. WORK holds the references of evaluate.py. Rows of other models stay.
"""
import argparse
import json
import os

import numpy as np
import onnx
from onnxruntime.transformers.float16 import convert_float_to_float16
from skimage.metrics import structural_similarity

import graph
from evaluate import guided_by, sketches_of
from export import write_json
from half import halved
from references import Features, held_out, seen
from sample import open_network, open_projection, read_card, sample_many

OUT = 'docs/precision.json'


def variants(model, card):
    """{precision: serialised graph} of a float32 graph."""
    half = convert_float_to_float16(model, keep_io_types=True, disable_shape_infer=False)
    int8 = graph.quantised(model).SerializeToString()
    return {'fp32': model.SerializeToString(), 'fp16': half.SerializeToString(), 'int8': int8,
            **({'int8, in fp16': halved(int8)} if 'half' in card else {}),
            'int4': graph.quantised(model, bits=4).SerializeToString()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, help='folder with card.json')
    parser.add_argument('--run', required=True, help='training run; export.py left float.onnx there')
    parser.add_argument('--data', required=True)
    parser.add_argument('--tools', required=True)
    parser.add_argument('--work', required=True)
    parser.add_argument('--n', type=int, default=500)
    parser.add_argument('--steps', type=int, help='as usual for the model where left out')
    parser.add_argument('--threads', type=int, default=2)
    options = parser.parse_args()
    card = read_card(options.model)
    pictures = held_out(options, card, 'rocks', 'real', options.n)
    features = Features(options, pictures, seen(options, card, 'rocks', 'real', options.n))
    heldout = features.of('SqueezeNet', features.references[0])
    project = open_projection(options.model, card, options.threads)
    sketches = sketches_of(card, 'rocks', pictures)
    rows, reference = [], None
    for precision, content in variants(onnx.load(os.path.join(options.run, 'float.onnx')), card).items():
        drawn = sample_many(card, open_network(content, options.threads), 'rocks', 'real', 1, options.n, options.steps, project=project,
                            **guided_by('rocks', 'real', sketches))
        reference = drawn if reference is None else reference
        agreement = np.mean([structural_similarity(a, b, data_range=1.0) for a, b in zip(drawn, reference)])
        rows.append({'model': card['id'], 'version': card['version'], 'precision': precision, 'bytes': len(content), 'n': options.n,
                     'ssim': round(float(agreement), 5),
                     'frechetSqueezeNet': round(features.tool.frechet(features.of('SqueezeNet', drawn), heldout), 2)})
        print(json.dumps(rows[-1]), flush=True)
    stored = []
    if os.path.exists(OUT):
        with open(OUT) as f:
            stored = [row for row in json.load(f)['rows'] if row['model'] != card['id']]
    write_json(OUT, {'material': 'rocks', 'look': 'real', 'rows': stored + rows})


if __name__ == '__main__':
    main()
