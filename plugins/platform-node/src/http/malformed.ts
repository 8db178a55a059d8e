/** How the OpenAPI validator writes: `request/params/id must match format "uuid", request/body must …`. */
const COMPLAINT =
  /^request\/(params|query|headers|body)(?:\/(\S+))? (must .+)$/s;

const PLACES = {
  params: 'in the path',
  query: 'in the query',
  headers: 'in the headers',
  body: 'in the body',
} as const;

/** What is wrong with a request, and with which field of it. */
export interface Malformed {
  message: string;
  /** The one that all complaints are about. */
  field?: string;
}

/** The validator's complaints in words that name the fields, other messages as they are. */
export function describeMalformed(message: string): Malformed {
  const complaints = message.split(/, (?=request\/)/).map(read);
  if (!complaints.every(complaint => complaint !== undefined)) {
    return { message };
  }
  const sentences = complaints.map(({ sentence }) => sentence);
  return {
    message: [...new Set(sentences)].join('; '),
    field: commonField(complaints.map(({ field }) => field)),
  };
}

function read(
  complaint: string,
): { field: string; sentence: string } | undefined {
  const match = COMPLAINT.exec(complaint);
  if (!match) return undefined;
  const [, place = '', path = '', rest] = match;
  const field = path.replaceAll('/', '.');
  const where = field
    ? `${field} ${PLACES[place as keyof typeof PLACES]}`
    : `The ${place}`;
  return { field, sentence: `${where} ${rest}` };
}

/** Alternatives of a schema complain of a field and of what is in it: then it is the outer one. */
function commonField(fields: string[]): string | undefined {
  const outer = fields.toSorted((a, b) => a.length - b.length)[0];
  const isCommon = fields.every(
    field => field === outer || field.startsWith(`${outer}.`),
  );
  return outer && isCommon ? outer : undefined;
}
