import { Alert } from '@backstage/ui';
import type { EnvironmentPause } from '@sceneshift/backstage-plugin-lifecycle-common';
import { Principal } from './Principal';

/**
 * Who paused an environment, when and why.
 *
 * @public
 */
export function PausedAlert(props: {
  paused: EnvironmentPause;
  /** Where the page is not the environment's own. */
  environment?: string;
}) {
  const { paused, environment } = props;
  return (
    <Alert
      status="warning"
      icon
      title={
        environment
          ? `${environment} is paused: ${paused.reason}`
          : `Paused: ${paused.reason}`
      }
      description={
        <>
          By <Principal entityRef={paused.by} />,{' '}
          {new Date(paused.at).toLocaleString()}. No change is accepted until it
          is resumed.
          {paused.stopHosts &&
            ' Its hosts are stopped: the APIs of its plugins answer 503.'}
        </>
      }
    />
  );
}
