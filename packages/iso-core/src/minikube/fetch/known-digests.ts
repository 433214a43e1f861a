// Digests of official files that this program vouches for. A digest belongs here only once it has been
// computed from the file itself, fetched from both public servers; none has been so far, and then the
// spec's `sha256` or trust on first use decides.

/** SHA-256 by the file's published name, as in `minikube-v1.38.0-amd64.iso`. */
export type KnownDigests = Readonly<Record<string, string>>;

export const KNOWN_DIGESTS: KnownDigests = {};
