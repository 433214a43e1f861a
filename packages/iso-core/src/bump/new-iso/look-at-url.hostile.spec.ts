import { expect, it } from 'vitest';
import { serveSubject } from '../../inspect/subject/serve-subject.testing.js';
import { silentProgress } from '../../runtime/index.js';
import { lookAtUrl } from './look-at-url.js';

it.each([401, 403, 404, 410])('a URL that answers %d is no publication', async (status) => {
  const { url } = await serveSubject({
    iso: Buffer.from(''),
    before: (_, response) => {
      response.writeHead(status).end();
      return true;
    },
  });
  const iso = `${url}/minikube.iso`;
  const { signal } = new AbortController();
  const options = { requirements: [], env: {}, progress: silentProgress, signal };
  await expect(lookAtUrl(iso, options)).rejects.toMatchObject({
    code: 'BUMP_NOT_PUBLISHED',
    message: `${iso} is not there, or nobody may read it (HTTP ${status})`,
    hint: expect.stringMatching(/^list-isos shows/),
  });
});
