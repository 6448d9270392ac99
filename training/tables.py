"""Write measured figures between the marks of the documents: of all cards and of weights (docs/precision.json) into
docs/models.md, of inpainting (docs/inpainting.json) and of edits (docs/edits.json) into docs/studio.md.

    python training/tables.py
"""
import json
import os
import re

from models import MODELS


def read(path):
    with open(path) as f:
        return json.load(f)


def cards(folder='public/models'):
    """Cards of all published models, in the order of models.py."""
    for name in MODELS:
        path = os.path.join(folder, name, 'card.json')
        if os.path.exists(path):
            yield read(path)


def measured(metric, material, look):
    """Cards that hold `metric` for these slices."""
    return [card for card in cards() if value(card, metric, material, look) is not None]


def value(card, metric, material=None, look=None, key='value'):
    for row in card['quality']:
        if (row['metric'], row.get('material'), row.get('look')) == (metric, material, look):
            return row.get(key)
    return None


def number(x, digits):
    return '–' if x is None else f'{x:.{digits}f}'


def table(head, rows):
    lines = ['| ' + ' | '.join(cells) + ' |' for cells in [head, ['---'] * len(head), *rows]]
    return '\n'.join(lines)


def training_table():
    rows = []
    for card in cards():
        run = card['training']
        size = sum(f['bytes'] for f in card['files']) / 1e6
        rows.append([card['id'], f'{size:.2f} MB', str(run['steps']), str(run['images']), f"{run['hours']:.2f} h",
                     number(value(card, 'ssimInt8'), 4)])
    return table(['model', 'size', 'steps', 'pictures seen', 'run time', 'SSIM of int8 against float32'], rows)


def real_table(material):
    """Samples with the real look beside the floor: what two sets of real crops are apart."""
    every = measured('frechetSqueezeNet', material, 'real')
    get = lambda card, metric, key='value': value(card, metric, material, 'real', key)
    columns = (('frechetSqueezeNet', 0), ('kidSqueezeNet', 1), ('frechetSpecimen', 1), ('precision', 2), ('recall', 2))
    curves = (('twoPointRmsDifference', 4), ('chordLengthRmsDifference', 4))
    rows = []
    for side in sorted({card['resolution'] for card in every}):
        alike = [card for card in every if card['resolution'] == side]
        first = alike[0]
        area = number(get(first, 'areaFractionMean', 'real'), 3)
        rows += [[f'**{side} px: real, training slices**', *(number(get(first, m, 'floor'), d) for m, d in columns), f'{area} (held out)',
                  *(number(get(first, m, 'floor'), d) for m, d in curves), '–'],
                 ['the same, blurred by 0.3 px', '–', number(get(first, 'kidSqueezeNetBlurred'), 1), *['–'] * 7]]
        for card in alike:
            rows.append([card['id'], *(number(get(card, m), d) for m, d in columns), number(get(card, 'areaFractionMean'), 3),
                         *(number(get(card, m), d) for m, d in curves), number(100 * get(card, 'nearerThanHeldout'), 2) + ' %'])
    return table(['set', 'Fréchet', 'KID', 'Fréchet, ours', 'precision', 'recall', 'area fraction', 'S2(r)', 'chords', 'memorised'], rows)


def frechet_aim(card):
    """How many times the floor a model's Fréchet distance may be; None for those that are only reported."""
    facts = MODELS[card['id']]
    if facts.get('teaching') or card['family'] == 'vae':
        return None
    if card['family'] == 'diffusion':
        return 1.6 if facts.get('levels') else 1.3
    return 2 if facts.get('network') == 'stylegan' else 3


def aims_table():
    """Each aim with its bound in brackets; bold where it is missed."""
    def cell(x, digits, bound, bound_digits):
        text = f'{x:.{digits}f} ({bound:.{bound_digits}f})'
        return text if x <= bound else f'**{text}**'

    rows = []
    for card in cards():
        aim = frechet_aim(card)
        for material in ('rocks', 'fibers'):
            get = lambda metric, key='value': value(card, metric, material, 'real', key)
            if aim is None or get('frechetSqueezeNet') is None:
                continue
            slopes, fits = ([get(f'{name}{part}') for name in ('areaFraction', 'featureSize', 'noise')] for part in ('Slope', 'R2'))
            follows, fit = '–', '–'
            if None not in slopes:
                follows = f'{min(slopes):.2f} to {max(slopes):.2f}'
                follows = follows if 0.9 <= min(slopes) and max(slopes) <= 1.1 else f'**{follows}**'
                fit = f'{min(fits):.2f}' if min(fits) >= 0.8 else f'**{min(fits):.2f}**'
            kid = get('kidSqueezeNet')
            rows.append([card['id'], material, cell(get('frechetSqueezeNet') / get('frechetSqueezeNet', 'floor'), 2, aim, 1),
                         cell(kid, 1, get('kidSqueezeNetBlurred'), 1) if card['family'] == 'diffusion' else number(kid, 1),
                         number(get('kidSqueezeNet', 'floor'), 1),
                         cell(100 * get('nearerThanHeldout'), 1, 2, 0),
                         cell(abs(get('areaFractionMean') - get('areaFractionMean', 'real')), 3, 0.01, 2),
                         *(cell(get(m), 5, get(m, 'floor'), 5) for m in ('twoPointRmsDifference', 'chordLengthRmsDifference')), follows, fit])
    return table(['model', 'slices', 'Fréchet over floor', 'KID', 'KID of real', 'memorised, %', 'area fraction off by', 'S2(r)', 'chords',
                  'slopes', 'lowest R²'], rows)


def simulated_table():
    rows = []
    for material in ('rocks', 'fibers', 'roots'):
        for card in measured('frechetSqueezeNet', material, 'simulated'):
            get = lambda metric, key='value': value(card, metric, material, 'simulated', key)
            rows.append([material, card['id'], *(f"{number(get(m), d)} ({number(get(m, 'floor'), d)})" for m, d in
                         (('frechetSqueezeNet', 0), ('kidSqueezeNet', 1), ('frechetSpecimen', 1), ('precision', 2), ('recall', 2))),
                         f"{number(get('areaFractionMean'), 3)} ({number(get('areaFractionMean', 'real'), 3)})",
                         number(get('frechetSqueezeNetPhotographs'), 0)])
    return table(['material', 'model', 'Fréchet', 'KID', 'Fréchet, ours', 'precision', 'recall', 'area fraction', 'Fréchet to photographs'], rows)


def following_table():
    rows = []
    for card in measured('areaFractionSlope', 'rocks', 'real'):
        for material, look in (('rocks', 'real'), ('rocks', 'simulated'), ('fibers', 'real'), ('fibers', 'simulated'), ('roots', 'simulated')):
            if value(card, 'areaFractionSlope', material, look) is None:
                continue
            pairs = ((value(card, f'{name}Slope', material, look), value(card, f'{name}R2', material, look))
                     for name in ('areaFraction', 'featureSize', 'noise'))
            rows.append([card['id'], f'{material}, {look}', *(f'{number(slope, 2)} · {number(r2, 2)}' for slope, r2 in pairs)])
    return table(['model', 'slices', 'area fraction', 'feature size', 'noise'], rows)


def precision_table():
    rows = [[row['model'], row['precision'], f"{row['bytes'] / 1e6:.2f} MB", number(row['ssim'], 4), number(row['frechetSqueezeNet'], 0),
             str(row['n'])] for row in read('docs/precision.json')['rows']]
    return table(['model', 'weights', 'size', 'SSIM to float32', 'Fréchet, rocks', 'N'], rows)


def inpainting_table():
    names = {'posterior': 'Match (`posterior`)', 'repaint': 'RePaint, U = 5', 'replacement': 'replacement', 'telea': 'Telea (OpenCV)',
             'navier-stokes': 'Navier–Stokes (OpenCV)', 'biharmonic': 'biharmonic (scikit-image)'}
    measured = {(row['material'], row['method']): row for row in read('docs/inpainting.json')}
    rows = []
    for material in ('rocks', 'fibers'):
        for method, name in names.items():
            row = measured.get((material, method))
            if row:
                rows.append([material, name, str(row.get('networkCalls', '–')), number(row['frechetSqueezeNet'], 0),
                             number(row['frechet']['value'], 0), number(row['perceptual']['value'], 3),
                             f"{number(row['areaFraction'], 3)} ({number(row['areaFractionReal'], 3)})",
                             number(row['areaFractionError'], 3), number(row['twoPointRms'], 4),
                             f"{number(row['seam'], 2)} ({number(row['seamReal'], 2)})", number(row['noise'], 2),
                             number(row['ssim']['value'], 3)])
    return table(['material', 'method', 'network calls', 'Fréchet, SqueezeNet', 'Fréchet, ours', 'perceptual', 'area fraction (real)',
                  'its error per hole', 'S2, rms', 'seam (real)', 'noise', 'SSIM'], rows)


def edits_table():
    rows = []
    for row in read('docs/edits.json')['rows']:
        by = ', '.join(f'{right}/{n}' for right, n in row['rightBy'].values())
        rows.append([row['method'], number(row['strength'], 2), f"{row['right']}/{row['n']}", by, number(row['moved'], 2), number(row['ssim'], 3)])
    return table(['method', 'strength', 'moved as asked', 'area fraction, size, noise', 'mean share of the way', 'SSIM to before'], rows)


def write(document, tables):
    with open(document) as f:
        text = f.read()
    for name, content in tables.items():
        mark = re.compile(rf'(<!-- {name} -->\n).*?(<!-- end -->)', re.S)
        if not mark.search(text):
            raise SystemExit(f'{document} has no mark <!-- {name} -->')
        text = mark.sub(lambda match, made=content: match[1] + '\n' + made + '\n\n' + match[2], text)
    with open(document, 'w') as f:
        f.write(text)


def main():
    write('docs/models.md', {'training': training_table(), 'rocks': real_table('rocks'), 'fibers': real_table('fibers'),
                             'aims': aims_table(), 'simulated': simulated_table(),
                             'following': following_table(), 'precision': precision_table()})
    write('docs/studio.md', {'inpainting': inpainting_table(), 'edits': edits_table()})


if __name__ == '__main__':
    main()
