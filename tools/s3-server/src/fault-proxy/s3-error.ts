// The errors of S3 as it would send them (Amazon S3 API Reference, "Error Responses").

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  403: 'AccessDenied',
  404: 'NoSuchKey',
  409: 'ConditionalRequestConflict',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'SlowDown',
};

/** The body of an answer with this status; its code is the usual one of that status unless given. */
export function s3Error(status: number, code = CODES[status] ?? 'InternalError'): string {
  const message = `The fault proxy answered ${status}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${message}</Message><RequestId>fault-proxy</RequestId></Error>`;
}
