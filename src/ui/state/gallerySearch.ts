/** Which kept runs a search finds. */
import type { KeptRun } from '../../contract/kept.ts';
import type { Material } from '../../contract/materials.ts';
import { MATERIAL_NAMES } from '../words.ts';

export interface Search {
  search: string;
  material: Material | '';
  model: string; // id; empty for all
}

/** Every word has to stand somewhere in a run’s name, note, material, model or seed; capitals and accents do not matter. */
export function matches(run: KeptRun, { search, material, model }: Search): boolean {
  const { request, name, note } = run;
  if (material !== '' && request.material !== material) return false;
  if (model !== '' && request.model !== model) return false;
  const { look, seed } = request;
  const text = plain([name, note, MATERIAL_NAMES[request.material], run.model.name, look, String(seed)].join(' '));
  return plain(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The models that drew runs: id and name. */
export function modelsOf(runs: readonly KeptRun[]): [id: string, name: string][] {
  return [...new Map(runs.map(({ request, model }) => [request.model, model.name]))];
}

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
