/** Who asked for what, with which key: keys of two callers never meet. */
export interface IdempotencyScope {
  organizationId: string;
  actor: string;
  /** Method and path. */
  operation: string;
  key: string;
}

/** An answer as it was sent. */
export interface KeptAnswer {
  status: number;
  contentType?: string;
  body: string;
}

/** What came of claiming a key. */
export type Claim =
  | { kind: 'first'; id: string }
  | { kind: 'in-progress' }
  | { kind: 'other-body' }
  | { kind: 'answered'; answer: KeptAnswer };
