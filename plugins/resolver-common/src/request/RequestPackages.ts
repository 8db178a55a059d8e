import type { PackageFacts, VersionFacts } from '../types';
import type { PackageSource } from '../world/PackageSource';
import { FactsReader, type ReadPackage } from './FactsReader';
import { Field } from './Field';

/**
 * Facts that came with a request, checked once. Keep it to resolve many requests over the same facts.
 *
 * @public
 */
export class RequestPackages implements PackageSource {
  private constructor(
    private readonly packages: ReadonlyMap<string, ReadPackage>,
    readonly snapshot?: string,
  ) {}

  /** Throws an error that names the field when the facts are malformed. They must not be changed afterwards. */
  static create(
    facts: PackageFacts,
    options: { snapshot?: string } = {},
  ): RequestPackages {
    const root = new Field({ packages: facts }).member('packages');
    const reader = new FactsReader(root);
    return new RequestPackages(reader.read(), options.snapshot);
  }

  names(): Iterable<string> {
    return this.packages.keys();
  }

  versionsOf(name: string): readonly string[] | undefined {
    return this.packages.get(name)?.versions;
  }

  factsOf(name: string, version: string): VersionFacts | undefined {
    const facts = this.packages.get(name)?.facts;
    return facts && Object.hasOwn(facts, version) ? facts[version] : undefined;
  }

  markedVersionsOf(name: string): readonly string[] | undefined {
    return this.packages.get(name)?.marked;
  }
}
