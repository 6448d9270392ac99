"""Write measured figures between the marks of the documents: of all cards into docs/models.md, of inpainting
(docs/inpainting.json) and of edits (docs/edits.json) into docs/studio.md.

    python training/tables.py
"""
import json
import os
import re

MODELS = ('ddpm-64', 'dcgan-64', 'vae-64')


def cards(folder='public/models'):
    for name in MODELS:
        with open(os.path.join(folder, name, 'card.json')) as f:
            yield json.load(f)


def value(card, metric, material=None, key='value'):
    for row in card['quality']:
        if row['metric'] == metric and row.get('material') == material:
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


def rocks_table():
    every = list(cards())
    first = every[0]
    rows = [['real, training slices', number(value(first, 'frechetSqueezeNet', 'rocks', 'floor'), 0),
             number(value(first, 'kidSqueezeNet', 'rocks', 'floor'), 1),
             number(value(first, 'porosityReal', 'rocks'), 3) + ' (held out)',
             number(value(first, 'twoPointRmsDifference', 'rocks', 'floor'), 4), '1',
             number(value(first, 'closestPairReal', 'rocks'), 3)]]
    for card in every:
        rows.append([card['id'], number(value(card, 'frechetSqueezeNet', 'rocks'), 0), number(value(card, 'kidSqueezeNet', 'rocks'), 1),
                     number(value(card, 'porosityMean', 'rocks'), 3), number(value(card, 'twoPointRmsDifference', 'rocks'), 4),
                     number(value(card, 'nearestTrainingRatio', 'rocks'), 2), number(value(card, 'closestPair', 'rocks'), 3)])
    return table(['set', 'Fréchet', 'KID', 'porosity', 'S2(r) difference', 'nearest training crop', 'closest pair'], rows)


def others_table():
    rows = []
    for material in ('fibers', 'roots'):
        for card in cards():
            rows.append([material, card['id'], number(value(card, 'frechetSqueezeNet', material), 0),
                         number(value(card, 'frechetSqueezeNet', material, 'floor'), 0),
                         number(value(card, 'kidSqueezeNet', material), 1), str(value(card, 'frechetSqueezeNet', material, 'n'))])
    return table(['material', 'model', 'Fréchet', 'floor', 'KID', 'N'], rows)


def read(path):
    with open(path) as f:
        return json.load(f)


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
    write('docs/models.md', {'training': training_table(), 'rocks': rocks_table(), 'others': others_table()})
    write('docs/studio.md', {'inpainting': inpainting_table(), 'edits': edits_table()})


if __name__ == '__main__':
    main()
