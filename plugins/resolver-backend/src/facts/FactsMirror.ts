import {
  isSceneshiftError,
  type Baseline,
  type SceneshiftError,
} from '@sceneshift/backstage-platform-common';
import type {
  FactsPage,
  RegistryPackageFacts,
} from '@sceneshift/backstage-plugin-registry-common';
import type { RegistryService } from '@sceneshift/backstage-plugin-registry-node';
import type { StaleFacts } from '@sceneshift/backstage-plugin-resolver-common';

/** What the mirror asks of the registry. */
export type FactsSource = Pick<RegistryService, 'listFacts' | 'getBaseline'>;

/** What a refresh has changed. */
export interface FactsChange {
  /** Packages that are new or of which something has changed. */
  names: ReadonlySet<string>;
  /** Whether the baselines are others. */
  baselines: boolean;
}

/**
 * What the registry says of all of an organization's plugins, kept up to date by what has changed since the last look. When the
 * registry does not answer, what it said last counts on.
 */
export class FactsMirror {
  readonly packages = new Map<string, RegistryPackageFacts>();
  /** Newest first. */
  baselines: Baseline[] = [];
  private baselinesId?: string;
  private position?: string;
  /** When everything was known last. */
  private readAt?: Date;
  private running?: Promise<void>;
  private queued?: Promise<void>;

  constructor(
    private readonly deps: {
      registry: FactsSource;
      organizationId: string;
      onChange: (change: FactsChange) => void;
      now: () => Date;
    },
  ) {}

  /**
   * Brings in what was changed up to the call.
   *
   * @returns nothing, or since when the registry has not answered
   */
  async refresh(): Promise<StaleFacts | undefined> {
    try {
      await this.nextRead();
      return undefined;
    } catch (error) {
      if (this.readAt && isOutage(error)) return stale(this.readAt, error);
      throw error;
    }
  }

  /** A look that is under way may have passed what the caller has just changed: all who come meanwhile share the next one. */
  private nextRead(): Promise<void> {
    if (!this.running) return this.start();
    this.queued ??= this.running
      .catch(() => undefined)
      .then(() => this.start());
    return this.queued;
  }

  private start(): Promise<void> {
    this.queued = undefined;
    this.running = this.read().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async read(): Promise<void> {
    const at = this.deps.now();
    for (let cursor = this.position, more = true; more; ) {
      const page = await this.deps.registry.listFacts(
        this.deps.organizationId,
        { cursor },
      );
      await this.take(page);
      cursor = page.nextCursor;
      more = cursor !== undefined;
    }
    this.readAt = at;
  }

  private async take({ items, baselines, position }: FactsPage): Promise<void> {
    const isOther = baselines.id !== this.baselinesId;
    if (isOther) this.baselines = await this.fetchBaselines(baselines.releases);
    this.baselinesId = baselines.id;
    for (const item of items) this.packages.set(item.name, item);
    this.position = position;
    if (items.length === 0 && !isOther) return;
    const names = new Set(items.map(({ name }) => name));
    this.deps.onChange({ names, baselines: isOther });
  }

  private async fetchBaselines(releases: string[]): Promise<Baseline[]> {
    const { registry, organizationId } = this.deps;
    return Promise.all(
      releases.map(release => registry.getBaseline(organizationId, release)),
    );
  }
}

/** The registry is away or fails; a refusal is none. */
function isOutage(error: unknown): error is SceneshiftError {
  return isSceneshiftError(error) && error.status >= 500;
}

function stale(readAt: Date, { message }: Error): StaleFacts {
  const at = readAt.toISOString();
  return {
    readAt: at,
    message: `${message}. This is what it said at ${at}: what was published, yanked or recorded since is not in it`,
  };
}
