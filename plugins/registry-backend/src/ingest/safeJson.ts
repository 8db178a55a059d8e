import { SceneshiftError } from '@sceneshift/backstage-platform-common';
import secureJson from 'secure-json-parse';

/** Limits of a document that comes from outside. */
export interface JsonLimits {
  maxDepth: number;
  maxKeys: number;
}

/**
 * Parses JSON that an attacker may have written: no `__proto__` and the like, no key twice, not too deep, not too many.
 *
 * @param what - names the document in messages, e.g. `package.json`
 */
export function parseSafeJson(
  text: string,
  what: string,
  limits: JsonLimits,
): unknown {
  const value = parse(text, what);
  const { keys, depth } = measure(value);
  if (depth > limits.maxDepth || keys > limits.maxKeys) {
    throw invalid(
      `The ${what} is nested deeper than ${limits.maxDepth} or has more than ${limits.maxKeys} keys`,
    );
  }
  if (countKeysInText(text) !== keys) {
    throw unsafe(`The ${what} has the same key twice in one object`);
  }
  return value;
}

function parse(text: string, what: string): unknown {
  const withoutMark = text.replace(/^\ufeff/, '');
  try {
    const value = secureJson.parse(withoutMark, null, {
      protoAction: 'error',
      constructorAction: 'error',
    });
    assertNoPrototypeKey(value, what);
    return value;
  } catch (error) {
    if ((error as Error).message.includes('forbidden prototype property')) {
      throw unsafe(`The ${what} has a key such as __proto__ or constructor`);
    }
    if (error instanceof SyntaxError) {
      throw invalid(`The ${what} is not JSON: ${error.message}`);
    }
    throw error;
  }
}

function assertNoPrototypeKey(value: unknown, what: string): void {
  walk(value, key => {
    if (key === 'prototype' || key === 'constructor') {
      throw unsafe(`The ${what} has the key ${key}`);
    }
  });
}

function measure(value: unknown): { keys: number; depth: number } {
  let keys = 0;
  const depth = walk(value, () => {
    keys += 1;
  });
  return { keys, depth };
}

/** Visits every key without recursion, which a deep document would overflow; answers the depth. */
function walk(value: unknown, visit: (key: string) => void): number {
  let depth = 0;
  const open: Array<[unknown, number]> = [[value, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, level] = next;
    if (typeof node !== 'object' || node === null) continue;
    depth = Math.max(depth, level + 1);
    for (const [key, member] of Object.entries(node)) {
      if (!Array.isArray(node)) visit(key);
      open.push([member, level + 1]);
    }
  }
  return depth;
}

/** In text that is known to be JSON, a string before a colon is a key: more of them than parsed means one stood twice. */
function countKeysInText(text: string): number {
  let keys = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"[\s]*(:?)/g)) {
    if (match[1]) keys += 1;
  }
  return keys;
}

function invalid(message: string): SceneshiftError {
  return new SceneshiftError('PACKAGE_JSON_INVALID', message);
}

function unsafe(message: string): SceneshiftError {
  return new SceneshiftError('PACKAGE_JSON_UNSAFE', message);
}
