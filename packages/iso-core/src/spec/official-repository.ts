// Where minikube is developed and released.

export const OFFICIAL_REPOSITORY = 'https://github.com/kubernetes/minikube';

/** Whether `url` is the official repository, however it is written. */
export function isOfficialRepository(url: string): boolean {
  return url.replace(/(?:\.git)?\/*$/, '').toLowerCase() === OFFICIAL_REPOSITORY;
}
