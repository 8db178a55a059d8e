/** An error that came up for one plugin. */
export class PluginError extends Error {
  constructor(readonly pluginId: string, readonly reason: unknown) {
    super(reason instanceof Error ? reason.message : String(reason));
    this.name = 'PluginError';
  }
}
