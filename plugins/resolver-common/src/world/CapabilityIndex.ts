import type { PackageSource } from './PackageSource';

/** Which packages provide which capability, in any version. Made only when a capability is required. */
export class CapabilityIndex {
  private constructor(private readonly providers: Map<string, Set<string>>) {}

  static of(source: PackageSource): CapabilityIndex {
    const providers = new Map<string, Set<string>>();
    for (const name of source.names()) {
      for (const version of source.versionsOf(name) ?? []) {
        for (const capability of Object.keys(
          source.factsOf(name, version)!.provides ?? {},
        )) {
          providers.set(
            capability,
            (providers.get(capability) ?? new Set()).add(name),
          );
        }
      }
    }
    return new CapabilityIndex(providers);
  }

  /** By name. */
  namesOf(capability: string): string[] {
    return Array.from(this.providers.get(capability) ?? []).sort();
  }
}
