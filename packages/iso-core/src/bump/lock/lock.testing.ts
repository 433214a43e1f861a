// A lock as bump writes it, for tests.
import type { IsoLock, LockedIso } from './lock.js';

export const AMD64: LockedIso = {
  url: 'https://public.example/minikube/minikube-2026-11-22-amd64.iso',
  sha256: 'a'.repeat(64),
  size: 422_785_024,
  kernelRelease: '6.6.95',
  requirements: ['NET_SCH_PRIO', 'NET_SCH_TBF'],
};

export const LOCK: IsoLock = {
  lockVersion: 1,
  architectures: { amd64: AMD64 },
  files: ['.projenrc.ts', 'Makefile'],
};
