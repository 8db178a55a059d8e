import type { Snapshot } from './Facts';
import { OrganizationFacts, type FactsOptions } from './OrganizationFacts';

/** Loads the facts about packages, and about everything that they lead to. */
export class FactsLoader {
  private readonly organizations = new Map<string, OrganizationFacts>();

  constructor(private readonly options: FactsOptions) {}

  async load(organizationId: string, names: string[]): Promise<Snapshot> {
    let facts = this.organizations.get(organizationId);
    if (!facts) {
      facts = new OrganizationFacts(organizationId, this.options);
      this.organizations.set(organizationId, facts);
    }
    return facts.load(names);
  }
}
