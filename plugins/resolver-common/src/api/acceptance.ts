/** Body of `POST /v1/advisory-acceptances`. @public */
export interface AcceptAdvisoryRequest {
  advisoryId: string;
  packageName: string;
  /** Versions of the package. Default: all. */
  range?: string;
  /** Default: all of the organization. */
  environment?: string;
  /** For those who read plans, and the audit log. */
  reason: string;
  /** ISO 8601, within a year: from then on the advisory counts again. */
  expiresAt: string;
}

/** The decision to live with an advisory for a time. @public */
export interface AdvisoryAcceptance extends AcceptAdvisoryRequest {
  id: string;
  range: string;
  /** Only an active one counts. */
  state: 'active' | 'expired' | 'revoked';
  createdAt: string;
  createdBy: string;
  revokedAt?: string;
  revokedBy?: string;
}

/** As `GET /v1/advisory-acceptances` answers: newest first. @public */
export interface AdvisoryAcceptancePage {
  items: AdvisoryAcceptance[];
  /** Absent on the last page. */
  nextCursor?: string;
}
