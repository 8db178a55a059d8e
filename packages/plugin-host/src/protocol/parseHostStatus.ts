import type {
  HostStatus,
  LoadedPackage,
  UnhandledErrorSummary,
} from './hostStatus';

const PHASES: unknown[] = ['starting', 'started', 'failed'];

/**
 * The status in what a host has answered; undefined when it is none. A plugin shares the process of its host and can answer for it, with
 * anything: what does not have the shape that everybody relies on is no answer.
 */
export function parseHostStatus(body: string): HostStatus | undefined {
  const status = JSON.parse(body) as HostStatus | null;
  const isWhole =
    PHASES.includes(status?.phase) &&
    isListOf(status?.packages, isLoadedPackage) &&
    isListOf(status?.pluginIds, isText) &&
    isListOf(status?.failures, isText) &&
    isSummary(status?.unhandledErrors);
  return status && isWhole ? status : undefined;
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean) {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isLoadedPackage(value: unknown): boolean {
  const loaded = value as Partial<LoadedPackage> | null;
  return isText(loaded?.name) && isText(loaded?.version);
}

/** Absent in what a host of an earlier release says. */
function isSummary(value: unknown): boolean {
  if (value === undefined) return true;
  const summary = value as Partial<UnhandledErrorSummary> | null;
  const { count, last } = summary ?? {};
  return Number.isInteger(count) && (last === undefined || isText(last));
}
