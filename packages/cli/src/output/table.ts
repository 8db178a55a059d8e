/** Rows as aligned columns under a heading, for people. */
export function formatTable(head: string[], rows: string[][]): string {
  const lines = [head.map(title => title.toUpperCase()), ...rows];
  const widths = head.map((_, column) =>
    Math.max(...lines.map(line => (line[column] ?? '').length)),
  );
  return lines
    .map(line =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Bytes in the unit that people read. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kibibytes = bytes / 1024;
  return kibibytes < 1024
    ? `${kibibytes.toFixed(0)} kB`
    : `${(kibibytes / 1024).toFixed(1)} MB`;
}
