import type { ProblemDetails } from '@sceneshift/backstage-platform-common';

/**
 * A refusal by one of the portal's APIs, as a person should read it: the stable code, a title, and the
 * sentence that names the thing and the remedy.
 *
 * @public
 */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly problem: Partial<ProblemDetails>;

  constructor(status: number, problem: Partial<ProblemDetails>) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}`);
    this.name = 'ProblemError';
    this.status = status;
    this.code = problem.code ?? `HTTP_${status}`;
    this.title = problem.title ?? 'The request was refused';
    this.problem = problem;
  }

  /** Reads the body of an unsuccessful response; it need not be problem+json. */
  static async fromResponse(response: Response): Promise<ProblemError> {
    const text = await response.text();
    return new ProblemError(response.status, readProblem(text, response));
  }
}

function readProblem(
  text: string,
  response: Response,
): Partial<ProblemDetails> {
  const body = parseObject(text);
  if (!body) return { title: response.statusText, detail: plainText(text) };
  if (typeof body.code === 'string') return body as Partial<ProblemDetails>;
  return backstageError(body);
}

/** Backstage's own middleware answers `{ error: { name, message } }`. */
function backstageError(
  body: Record<string, unknown>,
): Partial<ProblemDetails> {
  const error = body.error;
  if (typeof error !== 'object' || error === null) return {};
  const { name, message } = error as { name?: unknown; message?: unknown };
  return {
    title: typeof name === 'string' ? name : undefined,
    detail: typeof message === 'string' ? message : undefined,
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // Proxies answer with HTML or nothing at all: the status line is then all there is.
    return undefined;
  }
}

function plainText(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed && !trimmed.startsWith('<')
    ? trimmed.slice(0, 300)
    : undefined;
}
