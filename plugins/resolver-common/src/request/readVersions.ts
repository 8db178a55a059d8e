import type { Field } from './Field';
import { limits } from './limits';
import type { Versions } from './Versions';

/** Package name to exact version. */
export function readVersions(
  field: Field,
  versions: Versions,
): Map<string, string> {
  const result = new Map<string, string>();
  for (const member of field.members(limits.entries)) {
    const fault = versions.faultOfVersion(member.value);
    if (fault) member.fail(fault);
    result.set(member.name(), member.value as string);
  }
  return result;
}
