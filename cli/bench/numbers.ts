/** Numbers of many measurements: percentiles, and how far runs lie apart. */

/** The value below which this share (0–1) of the values lies; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** «11.2 (10.9–12.0)»: the middle run, and the two furthest apart. */
export function spread(runs: readonly number[], digits = 1): string {
  const shown = (value: number) => value.toFixed(digits)
  const [least, most] = [Math.min(...runs), Math.max(...runs)]
  const middle = shown(percentile(runs, 0.5))
  return runs.length > 1 ? `${middle} (${shown(least)}–${shown(most)})` : middle
}

/** Median, 95th and 99th percentile of each run, as runs lie apart. */
export function timesOf(runs: readonly (readonly number[])[]): Record<string, string> {
  const of = (share: number) => spread(runs.map((run) => percentile(run, share)))
  return { 'median, ms': of(0.5), 'p95, ms': of(0.95), 'p99, ms': of(0.99) }
}

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : '–'
}
