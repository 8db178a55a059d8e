/** What tells a supervisor from others under its id: its data directory, and which of the starts on it this is. */
export interface Incarnation {
  directory: string;
  /** Grows with every start. */
  start: number;
}

/** A supervisor that asks or reports. */
export interface ReplicaIdentity {
  id: string;
  /** Absent when it does not say: then it is taken for whoever was there before, unless that one does. */
  incarnation?: Incarnation;
}

/** Reads `<directory>.<start>`, which the contract has checked. */
export function toReplicaIdentity(
  id: string,
  incarnation: string | undefined,
): ReplicaIdentity {
  const [directory, start] = incarnation?.split('.') ?? [];
  if (!directory || !start) return { id };
  return { id, incarnation: { directory, start: Number(start) } };
}
