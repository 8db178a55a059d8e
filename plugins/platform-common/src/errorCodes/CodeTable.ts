/** Code to the HTTP status that it is answered with and what it means. */
export type CodeTable = Record<string, { status: number; title: string }>;
