const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in the unit that people read; nothing when the size is not known yet. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  const power = Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024));
  const unit = Math.min(power, UNITS.length - 1);
  const value = bytes / 1024 ** unit;
  return `${value.toFixed(unit > 1 ? 1 : 0)} ${UNITS[unit]}`;
}
