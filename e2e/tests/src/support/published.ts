// Credentials for publishing, and folders with ISOs to publish.
import { appendFile, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  sha256File,
  stableJson,
  type BuildResult,
  type Manifest,
  type PublishRequest,
} from 'iso-core';
import type { S3Server } from 's3-server';

type Credentials = S3Server['credentials'];

/** What the SDK's standard chain finds first. */
export function credentialsEnv({
  accessKeyId,
  secretAccessKey,
}: Credentials): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

/** Runs `work` with credentials in the environment, or with none anywhere. */
export async function withCredentials<T>(
  credentials: Credentials | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const none = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const wanted = { ...none, ...(credentials === undefined ? {} : credentialsEnv(credentials)) };
  const before = Object.keys(wanted).map((name): [string, string | undefined] => [
    name,
    process.env[name],
  ]);
  setEnv(Object.entries(wanted));
  try {
    return await work();
  } finally {
    setEnv(before);
  }
}

function setEnv(values: readonly (readonly [string, string | undefined])[]): void {
  for (const [name, value] of values) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

/** An ISO like the one of `built`, made larger by `tail`, as a build leaves it; nobody has verified it. */
export async function sealedCopy(
  folder: string,
  { files }: BuildResult,
  tail: Uint8Array,
): Promise<Pick<PublishRequest, 'specPath' | 'builtFolder' | 'verifiedFolder' | 'outputFolder'>> {
  const builtFolder = join(folder, 'iso');
  await mkdir(builtFolder, { recursive: true });
  const iso = join(builtFolder, 'minikube-amd64.iso');
  await copyFile(files.iso, iso);
  await appendFile(iso, tail);
  const manifest = JSON.parse(await readFile(files.manifest, 'utf8')) as Manifest;
  const size = manifest.iso.size + tail.byteLength;
  const sealed = { ...manifest, iso: { ...manifest.iso, sha256: await sha256File(iso), size } };
  await writeFile(join(builtFolder, 'minikube-amd64.manifest.json'), stableJson(sealed));
  const specPath = join(folder, 'minikube-iso.json');
  await writeFile(specPath, JSON.stringify({ minikube: '1.38.1' }));
  return {
    specPath,
    builtFolder,
    verifiedFolder: join(folder, 'verify'),
    outputFolder: join(folder, 'publish'),
  };
}
