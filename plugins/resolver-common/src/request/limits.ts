/** What a request may hold. Lengths are checked before anything is parsed. */
export const limits = {
  rangeLength: 256,
  versionLength: 128,
  nameLength: 214,
  textLength: 10_000,
  momentLength: 40,
  ageDays: 3_650,
  packages: 50_000,
  versionsOfPackage: 10_000,
  versions: 1_000_000,
  relations: 2_000,
  advisories: 1_000,
  entries: 50_000,
  timeoutMs: 60_000,
} as const;
