const DAY = 86_400_000;

/** Whole days from one instant to another; none when it lies ahead. */
export const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY));
