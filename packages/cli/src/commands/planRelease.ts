import type { UpgradePlan } from '@sceneshift/backstage-plugin-resolver-common';
import type { ApiClient } from '../client/ApiClient';
import type { Output } from '../output/Output';
import { describeUpgrade } from '../output/upgrade';
import { AnswerGiven, EXIT } from '../runtime/CliError';

/** `sceneshift plan <environment> upgrade --release <release>`: what stays, moves and blocks on the way there. */
export async function planRelease(
  { api, output }: { api: ApiClient; output: Output },
  environment: string,
  release: string,
): Promise<void> {
  const upgrade = await api.post<UpgradePlan>('/api/resolver/v1/upgrades', {
    environment,
    to: release,
  });
  output.result(upgrade, () => describeUpgrade(upgrade));
  if (!upgrade.ok) throw new AnswerGiven(EXIT.refused);
}
