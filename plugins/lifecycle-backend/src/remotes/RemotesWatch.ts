import type { Announcer } from '../events/Announcer';
import type { RemotesService } from '../service/types';

/** Tells open pages when the remotes have changed, so that they can offer to reload. */
export class RemotesWatch {
  private revision: string | undefined;

  constructor(
    private readonly deps: {
      remotes: RemotesService;
      announcer: Announcer;
    },
  ) {}

  async check(): Promise<void> {
    const { environment, revision } = await this.deps.remotes.list();
    const isChange = this.revision !== undefined && this.revision !== revision;
    this.revision = revision;
    if (isChange) this.deps.announcer.remotes({ environment, revision });
  }
}
