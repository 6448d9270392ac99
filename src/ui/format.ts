/** Numbers as the page writes them. */
/** A duration: “84 ms”, “1.9 s”, “2 min 05 s”. */
export function formatDuration(ms: number): string {
  if (ms < 995) return ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
  if (ms < 99_500) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Bytes in decimal megabytes, as shops and browsers count them: “1.1 MB”. */
export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 9.95e6 ? 1 : 0)} MB`;
}

/** “1 slice”, “16 slices”. */
export function formatSlices(count: number): string {
  return `${count} ${count === 1 ? 'slice' : 'slices'}`;
}

/** Mean and sample standard deviation; the latter is null for fewer than two values. */
export function summarize(values: number[]): { mean: number; deviation: number | null } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (n - 1)) };
}
