/** What is wrong, the request, the pointer to its wrong field, and what is said of that. */
export type Refusal = [
  name: string,
  request: unknown,
  field: string,
  message: RegExp,
];

/** A request whose one package has a version with these facts. */
export const requestWith = (facts: unknown) => ({
  packages: { a: { '1.0.0': facts } },
});

/** The answer that refuses a request for one of its fields. */
export const refusalOf = (field: string, message: RegExp) => ({
  ok: false,
  error: {
    code: 'INPUT_INVALID',
    field,
    message: expect.stringMatching(message),
  },
});
