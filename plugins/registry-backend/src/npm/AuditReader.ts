import type { AdvisoryStore } from '../database/AdvisoryStore';
import type { AdvisoryRow } from '../database/rows';
import { isAffected } from '../service/advisories';

/** An advisory as npm clients read it. */
interface NpmAdvisory {
  id: number;
  url: string;
  title: string;
  severity: string;
  vulnerable_versions: string;
}

/** Answers `npm audit` with the organization's advisories. */
export class AuditReader {
  constructor(
    private readonly deps: {
      advisories: AdvisoryStore;
      /** Of the control plane, without a trailing slash. */
      baseUrl: string;
    },
  ) {}

  /** @param installed - versions by package name */
  async bulk(
    organizationId: string,
    installed: Record<string, string[]>,
  ): Promise<Record<string, NpmAdvisory[]>> {
    const rows = await this.deps.advisories.ofPackages(
      organizationId,
      Object.keys(installed),
    );
    const found: Record<string, NpmAdvisory[]> = {};
    for (const row of rows) {
      const versions = installed[row.name] ?? [];
      if (!versions.some(version => isAffected(version, row))) continue;
      (found[row.name] ??= []).push(this.describe(row));
    }
    return found;
  }

  private describe(row: AdvisoryRow): NpmAdvisory {
    const own = `${
      this.deps.baseUrl
    }/api/registry/v1/advisories/${encodeURIComponent(row.id)}`;
    return {
      id: Number(row.number),
      // Clients print the address and not our id.
      url: row.url ?? own,
      title: `${row.title} (${row.id})`,
      severity: row.severity,
      vulnerable_versions: row.range,
    };
  }
}
