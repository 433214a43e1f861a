// What a store answers when it will not, as errors with the next step. Codes of S3 are those of its API
// reference ("Error responses"); servers like it use the same.
import { cleanLine, IsoError } from '../../runtime/index.js';

/** What was asked of a store, and with which right: `s3:PutObject`. */
export interface StoreRequest {
  /** The server's URL where it is not AWS. */
  readonly endpoint?: string;
  readonly action: string;
  /** `s3://bucket`. */
  readonly bucket: string;
  /** `s3://bucket` or `s3://bucket/key`. */
  readonly subject: string;
  /** Where credentials are looked for, if somebody names it. */
  readonly profile?: string;
}

/** What the SDK calls an answer that does not say what is wrong. */
export const NAMELESS = 'Unknown';

/** What is read of an error of the SDK. */
export interface StoreFailure {
  /** Of S3's error body, or of the SDK's own error: `NoSuchBucket`, `CredentialsProviderError`. */
  readonly name: string;
  readonly message: string;
  readonly status?: number;
  /** Of the system, where no answer came: `ECONNREFUSED`. */
  readonly system?: string;
  /** The region that the bucket is in, where the answer says so. */
  readonly region?: string;
}

type StoreErrorCode =
  | 'BUCKET_NOT_FOUND'
  | 'BUCKET_REGION_MISSING'
  | 'BUCKET_REGION_WRONG'
  | 'CLOCK_SKEWED'
  | 'CREDENTIALS_EXPIRED'
  | 'CREDENTIALS_MISSING'
  | 'CREDENTIALS_REFUSED'
  | 'STORE_ACCESS_DENIED'
  | 'STORE_FAILED'
  | 'STORE_UNREACHABLE'
  | 'UPLOAD_CORRUPTED';

type Explain = (
  failure: StoreFailure,
  request: StoreRequest,
) => readonly [code: StoreErrorCode, message: string, hint: string];

const noCredentials: Explain = ({ message }, { profile }) =>
  profile === undefined
    ? [
        'CREDENTIALS_MISSING',
        `There are no credentials for the object store: ${message}`,
        'Log in (aws sso login), name a profile (AWS_PROFILE), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      ]
    : [
        'CREDENTIALS_MISSING',
        `The profile "${cleanLine(profile)}" gives no credentials for the object store: ${message}`,
        'Correct AWS_PROFILE (aws configure list-profiles shows what there is), or log in with it (aws sso login).',
      ];
const expired: Explain = () => [
  'CREDENTIALS_EXPIRED',
  'The credentials for the object store have expired',
  'Log in again (aws sso login), or get a new session token.',
];
const refused: Explain = ({ name }) => [
  'CREDENTIALS_REFUSED',
  `The object store does not accept the credentials (${name})`,
  'Check which profile or keys are in use: aws sts get-caller-identity.',
];
const wrongRegion: Explain = ({ region }, { bucket }) => [
  'BUCKET_REGION_WRONG',
  `${bucket} is in ${region === undefined ? 'another region' : `the region ${region}`}`,
  region === undefined
    ? 'Say which with "publish.region" or --region.'
    : `Set "publish": { "region": "${region}" } in the spec, or run with --region=${region}.`,
];
const corrupted: Explain = ({ name }, { subject }) => [
  'UPLOAD_CORRUPTED',
  `${subject}: what arrived at the object store is not what was sent (${name})`,
  'Nothing was made of it. Publish again; if it stays so, look for what changes requests on their way, such as a proxy.',
];

const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  CredentialsProviderError: noCredentials,
  TokenProviderError: noCredentials,
  ExpiredToken: expired,
  ExpiredTokenException: expired,
  TokenRefreshRequired: expired,
  InvalidAccessKeyId: refused,
  SignatureDoesNotMatch: refused,
  InvalidToken: refused,
  PermanentRedirect: wrongRegion,
  TemporaryRedirect: wrongRegion,
  AuthorizationHeaderMalformed: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  RegionMissing: (_, { bucket }) => [
    'BUCKET_REGION_MISSING',
    `Nothing says which region ${bucket} is in`,
    'Set "publish": { "region": "…" } in the spec, run with --region=…, or set AWS_REGION.',
  ],
  NoSuchBucket: (_, { bucket }) => [
    'BUCKET_NOT_FOUND',
    `${bucket}: there is no such bucket`,
    'Correct "publish.bucket" or --bucket; with a server of your own also "publish.endpoint".',
  ],
  RequestTimeTooSkewed: () => [
    'CLOCK_SKEWED',
    'The clock of this machine is too far from that of the object store',
    'Set the clock (timedatectl set-ntp true), and publish again.',
  ],
  BadDigest: corrupted,
  XAmzContentSHA256Mismatch: corrupted,
  TimeoutError: (_, { endpoint, subject }) => [
    'STORE_UNREACHABLE',
    `${subject}: ${endpoint ?? 'AWS'} has not answered, although it was asked several times`,
    'Check the network of this machine and publish again: it goes on from the parts that have arrived.',
  ],
};

/** The error that `failure` means. */
export function storeError(failure: StoreFailure, request: StoreRequest, cause: unknown): IsoError {
  const { name, status } = failure;
  const explain =
    (Object.hasOwn(EXPLANATIONS, name) ? EXPLANATIONS[name] : undefined) ??
    byStatus(status) ??
    (failure.system === undefined ? unknown : unreachable);
  const [code, message, hint] = explain(failure, request);
  const details = { ...request, failure: name, ...(status === undefined ? {} : { status }) };
  // What is explained is said; the SDK's own words would only repeat it.
  return new IsoError(code, message, {
    hint,
    details,
    ...(code === 'STORE_FAILED' && name !== NAMELESS ? { cause } : {}),
  });
}

function byStatus(status: number | undefined): Explain | undefined {
  if (status === 301 || status === 307) return wrongRegion;
  if (status !== 401 && status !== 403) return undefined;
  return (_, { action, bucket, subject }) => [
    'STORE_ACCESS_DENIED',
    `${subject}: the object store does not allow ${action}`,
    bucket === 's3://public-chaos-controller'
      ? `Ask the bucket’s owner for ${action}; uploads to public-chaos-controller need the rights of its owners.`
      : `Ask the bucket’s owner for ${action}.`,
  ];
}

const unreachable: Explain = ({ system, message }, { endpoint, subject }) => [
  'STORE_UNREACHABLE',
  `${subject}: ${endpoint ?? 'AWS'} cannot be reached (${system ?? ''}): ${message}`,
  endpoint === undefined
    ? 'Check the network of this machine and the region, and publish again.'
    : 'Check "publish.endpoint", --endpoint or AWS_ENDPOINT_URL, and that the server runs.',
];

const unknown: Explain = ({ name, message, status }, { subject }) => [
  'STORE_FAILED',
  `${subject}: the object store failed ${
    status !== undefined && name === NAMELESS
      ? `(HTTP ${status}) and did not say why`
      : `(${status === undefined ? name : `HTTP ${status}, ${name}`}): ${message}`
  }`,
  'Publish again: it goes on from the parts that have arrived.',
];
