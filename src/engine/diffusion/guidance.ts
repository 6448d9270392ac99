/**
 * Classifier-free guidance (Ho & Salimans 2021, eq. 6) as a weighted sum of denoisers that differ in their condition only:
 * D = Σ weight · D(x, σ, condition), with weights that add up to 1. The branches of one image run as one batch.
 */

export interface Branch {
  weight: number;
  condition: Float32Array;
  unconditional: boolean;
}

export interface GuidanceScales {
  /** w of D(∅) + w (D(c) − D(∅)); 1 is no guidance. */
  all: number;
  /** For some conditions with a part left out, w_a of w_a (D(c) − D(c without a)); 0 is no guidance. */
  parts: { weight: number; without: Float32Array }[];
}

/**
 * The branches of one image: its condition, and where they weigh anything the unconditional one (all zeros) and those
 * without one part.
 */
export function branchesOf(condition: Float32Array, { all, parts }: GuidanceScales): Branch[] {
  const given = parts.filter(({ weight }) => weight !== 0);
  const extra = given.reduce((sum, { weight }) => sum + weight, 0);
  const branches: Branch[] = [{ weight: all + extra, condition, unconditional: false }];
  if (all !== 1) branches.push({ weight: 1 - all, condition: new Float32Array(condition.length), unconditional: true });
  for (const { weight, without } of given) branches.push({ weight: -weight, condition: without, unconditional: false });
  return branches;
}
