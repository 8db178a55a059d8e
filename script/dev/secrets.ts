import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** What a development portal keeps to itself between starts. */
export interface DevelopmentSecrets {
  postgresPassword: string;
  apiKeyPepper: string;
  encryptionKey: string;
}

/** Reads `<data>/secrets.json`, or makes it, readable by the owner alone. */
export function loadSecrets(data: string): DevelopmentSecrets {
  const file = path.join(data, 'secrets.json');
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
  const secrets: DevelopmentSecrets = {
    postgresPassword: crypto.randomBytes(24).toString('base64url'),
    apiKeyPepper: crypto.randomBytes(32).toString('base64'),
    encryptionKey: crypto.randomBytes(32).toString('base64'),
  };
  const temporary = `${file}.new`;
  fs.writeFileSync(temporary, JSON.stringify(secrets), { mode: 0o600 });
  fs.renameSync(temporary, file);
  return secrets;
}
