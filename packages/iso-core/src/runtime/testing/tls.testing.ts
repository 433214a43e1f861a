// A certificate for 127.0.0.1 that no machine trusts, made anew for each test run.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.testing.js';

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  /** The PEM file to trust. */
  readonly file: string;
}

export function makeCertificate(): TestCertificate {
  const folder = temporaryFolder();
  const key = join(folder, 'key.pem');
  const file = join(folder, 'cert.pem');
  const subject = ['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync(
    'openssl',
    ['req', '-x509', ...curve, ...subject, '-days', '2', '-keyout', key, '-out', file],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}
