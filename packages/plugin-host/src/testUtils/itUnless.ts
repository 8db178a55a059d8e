/**
 * `it` for a test that needs something of the machine. Where that is missing, the test is skipped and its name says why.
 *
 * @param missing - What is missing; undefined where nothing is.
 */
export function itUnless(missing: string | undefined) {
  const declare = missing === undefined ? it : it.skip;
  const reason = missing === undefined ? '' : ` (${missing})`;
  return (name: string, test: () => Promise<void>) =>
    declare(`${name}${reason}`, test);
}
