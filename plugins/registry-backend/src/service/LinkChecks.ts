import { createHash } from 'node:crypto';
import type { Baseline } from '@sceneshift/backstage-platform-common';
import {
  loadFault,
  type LoadNeeds,
  type RegistryArtifactFacts,
} from '@sceneshift/backstage-plugin-registry-common';

type Links = RegistryArtifactFacts['links'];

/** Versions of one plugin mostly import the same, so few checks are made for many artifacts. */
const KEPT = 10_000;

/** The link check of artifacts against one set of baselines. */
export class LinkChecks {
  private readonly known = new Map<string, Links>();

  constructor(private readonly baselines: readonly Baseline[]) {}

  /** @param needs - JSON of {@link LoadNeeds} */
  of(needs: string): Links {
    const key = createHash('sha256').update(needs).digest('base64');
    const links = this.known.get(key) ?? this.check(JSON.parse(needs));
    this.known.delete(key);
    this.known.set(key, links);
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size > KEPT) {
      this.known.delete(oldest);
    }
    return links;
  }

  private check(needs: LoadNeeds): Links {
    return this.baselines.map(baseline => {
      const fault = loadFault(needs, baseline);
      const { release } = baseline;
      return fault === undefined ? { release } : { release, fault };
    });
  }
}
