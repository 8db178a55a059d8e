import { CliError, EXIT, exitCodeOfStatus } from '../runtime/CliError';

interface Problem extends Record<string, unknown> {
  code?: string;
  title?: string;
  detail?: string;
  /** As Backstage itself answers where none of our routes is. */
  error?: { name?: string; message?: string };
}

const CODES: Record<number, string> = {
  400: 'INPUT_INVALID',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  429: 'RATE_LIMITED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

const CREDENTIAL_REMEDY =
  'Pass a valid API key with --token or SCENESHIFT_TOKEN';

/** The JSON of an answer; whatever else answers is no portal. */
export function parseAnswer(text: string, { url }: Response): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError(
      `${
        new URL(url).origin
      } does not answer as a portal does; is --url right?`,
      EXIT.unreachable,
      'UNAVAILABLE',
    );
  }
}

/** A refusal, from the server's problem document or else from its status. */
export async function toAnswerError(response: Response): Promise<CliError> {
  const { status, statusText, url } = response;
  const problem = parseProblem(await response.text());
  const said =
    problem.detail ??
    problem.title ??
    problem.error?.message ??
    `${
      new URL(url).pathname
    } was answered with ${status} ${statusText}; is --url right?`;
  return new CliError(
    status === 401 ? `${said.replace(/\.$/, '')}. ${CREDENTIAL_REMEDY}` : said,
    exitCodeOfStatus(status),
    problem.code ?? CODES[status],
    problem,
  );
}

function parseProblem(text: string): Problem {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // A proxy's HTML page is no problem document; its status says enough.
    return {};
  }
}

/** The error of a request that got no answer. */
export function unreachable(url: string, error: unknown): CliError {
  const cause = error instanceof Error && error.cause;
  const reason = cause instanceof Error ? cause.message : String(error);
  return new CliError(
    `The portal at ${url} cannot be reached (${reason}); is it running, and is --url right?`,
    EXIT.unreachable,
    'UNAVAILABLE',
  );
}
