import { satisfies } from 'semver';
import type { ResolveRequest } from '../types';

const SEVERITY = ['low', 'moderate', 'high', 'critical'];

/** Which versions of a small world may be chosen at all. */
export class OraclePolicy {
  private readonly packages;
  private readonly roots;
  private readonly installed;
  private readonly options;

  constructor({
    packages = {},
    roots = {},
    installed = {},
    options = {},
  }: ResolveRequest) {
    this.packages = packages;
    this.roots = roots;
    this.installed = installed;
    this.options = options;
  }

  isSelectable(name: string, version: string): boolean {
    const { yanked, advisories = [] } = this.packages[name]![version]!;
    const { fixAdvisories = [], advisorySeverity = 'high' } = this.options;
    const limit = SEVERITY.indexOf(advisorySeverity);
    if (yanked && this.installed[name] !== version) return false;
    for (const { id, severity } of advisories) {
      if (fixAdvisories.includes(id)) return false;
      const isSevere = SEVERITY.indexOf(severity) >= limit;
      if (isSevere && !this.isAccepted(id, name, version)) return false;
    }
    if (!this.isAllowed(name, version)) return false;
    return (this.options.overrides?.[name] ?? version) === version;
  }

  private isAccepted(id: string, name: string, version: string): boolean {
    const { acceptAdvisories = [], asOf = '' } = this.options;
    return acceptAdvisories.some(
      accepted =>
        accepted.id === id &&
        (!accepted.package || accepted.package === name) &&
        (!accepted.range || this.contains(accepted.range, version)) &&
        (!accepted.until || new Date(asOf) < new Date(accepted.until)),
    );
  }

  private isAllowed(name: string, version: string): boolean {
    const { pins = {}, denied = {}, overrides = {}, asOf } = this.options;
    if (pins[name] && !this.contains(pins[name], version)) return false;
    if (denied[name] && this.contains(denied[name], version)) return false;
    const { publishedAt } = this.packages[name]![version]!;
    if (!asOf || !publishedAt || this.installed[name] === version) return true;
    const days =
      (Date.parse(asOf) - Date.parse(publishedAt)) / (24 * 60 * 60 * 1000);
    if (days < 0) return false;
    const isNamed = [overrides[name], this.roots[name]].includes(version);
    return isNamed || days >= (this.options.minimumReleaseAgeDays ?? 0);
  }

  private contains(range: string, version: string): boolean {
    return satisfies(version, range, { includePrerelease: true });
  }
}
