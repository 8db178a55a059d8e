import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from 'node:crypto';

const VERSION = 1;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * AES-256-GCM envelopes: version, nonce, tag, ciphertext. The context (what the value belongs to) is authenticated, so a
 * row that is copied elsewhere does not open.
 */
export class SecretCipher {
  private readonly key: Buffer;

  constructor(passphrase: string) {
    this.key = createHash('sha256')
      .update(`sceneshift.lifecycle:${passphrase}`)
      .digest();
  }

  encrypt(plaintext: string, context: string): Buffer {
    const iv = randomBytes(IV_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    cipher.setAAD(Buffer.from(context));
    const body = Buffer.concat([
      cipher.update(plaintext, 'utf8'),
      cipher.final(),
    ]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body]);
  }

  decrypt(envelope: Buffer, context: string): string {
    if (envelope[0] !== VERSION) {
      throw new Error(
        `The stored secret '${context}' has an unknown format: was the database written by a newer release?`,
      );
    }
    try {
      return this.open(envelope.subarray(1), context);
    } catch (error) {
      throw new Error(
        `The stored secret '${context}' does not open: is sceneshift.secrets.encryptionKey the one it was stored with?`,
        { cause: error },
      );
    }
  }

  private open(envelope: Buffer, context: string): string {
    const iv = envelope.subarray(0, IV_LENGTH);
    const tag = envelope.subarray(IV_LENGTH, IV_LENGTH + TAG_LENGTH);
    const body = envelope.subarray(IV_LENGTH + TAG_LENGTH);
    const decipher = createDecipheriv('aes-256-gcm', this.key, iv);
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString(
      'utf8',
    );
  }
}
