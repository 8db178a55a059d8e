import { Alert, Button } from '@backstage/ui';
import { ProblemError } from '../api/ProblemError';
import { Reason } from './Reason';

/** @public */
export interface ErrorPanelProps {
  error: Error;
  /** What was tried, e.g. "The plugins could not be read". */
  title?: string;
  onRetry?: () => void;
}

/**
 * Shows a refusal: its stable code, the sentence with the remedy, and a way to try again.
 *
 * @public
 */
export function ErrorPanel({ error, title, onRetry }: ErrorPanelProps) {
  const problem = error instanceof ProblemError ? error : undefined;
  return (
    <Alert
      role="alert"
      status={problem?.status === 403 ? 'warning' : 'danger'}
      icon
      title={title ?? problem?.title ?? 'Something went wrong'}
      description={<ErrorDescription error={error} problem={problem} />}
      customActions={
        onRetry &&
        isWorthRetry(problem) && (
          <Button size="small" variant="secondary" onPress={onRetry}>
            Try again
          </Button>
        )
      }
    />
  );
}

/** What was asked wrongly, or is not there, is answered the same however often it is asked. */
function isWorthRetry(problem: ProblemError | undefined): boolean {
  return problem?.status !== 400 && problem?.status !== 404;
}

function ErrorDescription(props: { error: Error; problem?: ProblemError }) {
  const { error, problem } = props;
  return (
    <Reason code={problem?.code}>
      <span>{error.message}</span>
      {problem?.status === 403 && (
        <span>
          Ask an administrator of your organization for a role that includes
          this.
        </span>
      )}
    </Reason>
  );
}
